// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Every text that is shown comes from here. A catalogue is a flat object; `{name}` in a text is filled in from the
// parameters. Where a language has a singular, `key.one` is taken for one `count` and `key` for all other counts.

import { zhCN } from './zh-CN.js';
import { en } from './en.js';

/** @typedef {'zh-CN' | 'en'} Language */
/** @typedef {Record<string, string | number>} Params */

/** @type {Record<Language, Record<string, string>>} */
const catalogues = { 'zh-CN': zhCN, en };

/**
 * The languages, each by its own name.
 * @type {ReadonlyArray<{language: Language, name: string}>}
 */
export const languages = [
  { language: 'zh-CN', name: '中文' },
  { language: 'en', name: 'English' },
];

const storageKey = 'plenary.language';

/** Tells of a change of language by the event `languagechange`. */
export const i18n = new EventTarget();

/** @type {Language} */
let current = detect();
let plurals = new Intl.PluralRules(current);

/** The language that texts are shown in. */
export function language() {
  return current;
}

/**
 * Shows everything in another language, and remembers it.
 * @param {Language} next
 */
export function setLanguage(next) {
  if (next === current) return;
  current = next;
  plurals = new Intl.PluralRules(next);
  try {
    localStorage.setItem(storageKey, next);
  } catch {
    // A browser that keeps nothing asks again next time.
  }
  applyLanguage();
  i18n.dispatchEvent(new Event('languagechange'));
}

/** Tells the page which language it is in: voices, fonts and line breaks depend on it. */
export function applyLanguage() {
  if (typeof document !== 'undefined') document.documentElement.lang = current;
}

/**
 * The text of `key`. An unknown key is shown as it is, so that a missing text is seen and harms nothing.
 * @param {string} key
 * @param {Params} [params]
 * @returns {string}
 */
export function t(key, params) {
  const count = params?.['count'];
  const isOne = typeof count === 'number' && plurals.select(count) === 'one';
  return textIn(current, isOne && has(`${key}.one`) ? `${key}.one` : key, params);
}

/**
 * The text of `key` in a language that the page may not be in, for what is sent to others.
 * @param {Language} language
 * @param {string} key
 * @param {Params} [params]
 * @returns {string}
 */
export function textIn(language, key, params) {
  const text = catalogues[language][key] ?? key;
  if (!params) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : value;
  });
}

/**
 * Whether there is a text for `key`.
 * @param {string} key
 */
export function has(key) {
  return Object.prototype.hasOwnProperty.call(catalogues[current], key);
}

/**
 * An error in words, with what to do about it.
 * @param {unknown} error A `PlenaryError`, or anything else that was thrown.
 * @returns {string}
 */
export function errorText(error) {
  const { code, retryAfterMs } = /** @type {{code?: string, retryAfterMs?: number}} */ (error ?? {});
  if (typeof code !== 'string' || !has(`error.${code}`)) return t('error.unknown', { code: code ?? String(error) });
  return t(`error.${code}`, { seconds: Math.max(1, Math.ceil((retryAfterMs ?? 1000) / 1000)) });
}

/** @param {number} value */
export function formatNumber(value) {
  return new Intl.NumberFormat(current).format(value);
}

/**
 * Hours and minutes.
 * @param {number} at Milliseconds since 1970.
 */
export function formatTime(at) {
  return new Intl.DateTimeFormat(current, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}

/**
 * How long something has gone on: minutes and seconds, with hours once there are any.
 * @param {number} ms
 */
export function formatElapsed(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const two = (/** @type {number} */ value) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/**
 * Day, hours and minutes.
 * @param {number} at Milliseconds since 1970.
 */
export function formatDateTime(at) {
  return new Intl.DateTimeFormat(current, {
    month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
  }).format(at);
}

/**
 * A moment for people elsewhere: with year and time zone.
 * @param {number} at Milliseconds since 1970.
 * @param {Language} [language]
 */
export function formatMoment(at, language = current) {
  return new Intl.DateTimeFormat(language, {
    year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
    timeZoneName: 'short',
  }).format(at);
}

/**
 * Several names in one sentence.
 * @param {string[]} parts
 */
export function formatList(parts) {
  return new Intl.ListFormat(current, { type: 'conjunction' }).format(parts);
}

/**
 * A room's number as people read it aloud: three groups of three.
 * @param {string} room
 */
export function formatRoom(room) {
  return room.replace(/(\d{3})(?=\d)/g, '$1\u00a0');
}

/**
 * A PIN as people read it aloud: two groups of three.
 * @param {string} pin
 */
export function formatPIN(pin) {
  return pin.replace(/(\d{3})(?=\d)/g, '$1\u00a0');
}

/** @returns {Language} */
function detect() {
  try {
    const kept = localStorage.getItem(storageKey);
    if (kept === 'zh-CN' || kept === 'en') return kept;
  } catch {
    // Nothing kept: the browser's languages decide.
  }
  const wanted = typeof navigator === 'undefined' ? [] : navigator.languages ?? [];
  for (const tag of wanted) {
    if (tag.toLowerCase().startsWith('zh')) return 'zh-CN';
    if (tag.toLowerCase().startsWith('en')) return 'en';
  }
  return 'zh-CN';
}
