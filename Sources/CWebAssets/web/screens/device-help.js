// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Why a camera or a microphone is not there, and the steps that help on this very system and browser.

import { h, on, openDialog } from '../dom.js';
import { t } from '../i18n/index.js';
import { platformOf } from '../platform.js';

/** @typedef {import('../media/capture.js').CaptureError} CaptureError */
/** @typedef {import('../platform.js').Platform} Platform */
/** @typedef {'microphone' | 'camera'} Kind */

/** @type {Partial<Record<Platform['system'], string>>} */
const phones = { ios: 'help.iosOther', android: 'help.android', harmony: 'help.android' };
/** @type {Partial<Record<Platform['browser'], string>>} */
const desks = { chromium: 'help.chromium', firefox: 'help.firefox', safari: 'help.macSafari' };
/**
 * Behind the browser's own permission stands the system's.
 * @type {Partial<Record<Platform['system'], string>>}
 */
const systems = { windows: 'help.windows', macos: 'help.macos' };

/**
 * The texts whose lines are the steps.
 * @param {CaptureError} reason
 * @param {Platform} platform
 * @returns {string[]} Keys.
 */
export function helpKeys(reason, { system, browser }) {
  const phone = phones[system];
  if (reason === 'none') return [phone ? 'help.nonePhone' : 'help.none'];
  if (reason === 'busy') return [phone ? 'help.busyPhone' : 'help.busy'];
  if (browser === 'wechat' || browser === 'webview') return ['help.webview'];
  if (system === 'ios' && browser === 'safari') return ['help.iosSafari'];
  if (system === 'android' && browser === 'firefox') return ['help.androidFirefox'];
  if (phone) return [phone];
  const own = desks[browser] ?? 'help.other';
  const behind = systems[system];
  return behind ? [own, behind] : [own];
}

/**
 * The steps, each a line.
 * @param {CaptureError} reason
 * @returns {HTMLElement}
 */
export function helpSteps(reason) {
  const lines = helpKeys(reason, platformOf(navigator)).flatMap((key) => t(key).split('\n'));
  return h('ol', { class: 'steps' }, lines.map((line) => h('li', null, line)));
}

/**
 * @param {Kind[]} kinds
 * @returns {string}
 */
export function namesOf(kinds) {
  return t(kinds.length === 2 ? 'prejoin.bothDevices' : `prejoin.the.${kinds[0]}`);
}

/**
 * The same during a meeting.
 * @param {CaptureError} reason
 * @param {Kind[]} kinds
 * @param {() => void} retry
 */
export function openDeviceHelp(reason, kinds, retry) {
  const again = h('button', { type: 'button', class: 'button button--primary' }, t('app.retry'));
  const dialog = openDialog({
    title: t(`help.title.${reason}`, { devices: namesOf(kinds) }), closeLabel: t('app.close'),
    class: 'dark meeting-dialog', content: [helpSteps(reason), h('p', { class: 'quiet' }, t('help.stay'))],
    actions: [again],
  });
  on(again, 'click', () => {
    dialog.close();
    retry();
  });
}
