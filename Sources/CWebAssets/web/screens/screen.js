// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What all screens share: the frame with brand, language and account, one `render()` for first show and change of
// language, and an end to every listener and timer when the screen goes.

import { fill, focusHeading, h, icon, on } from '../dom.js';
import { i18n, language, languages, setLanguage, t } from '../i18n/index.js';
import { largePrintSwitch } from '../large-print.js';

/** @typedef {import('../net/auth.js').Auth} Auth */
/** @typedef {import('../net/session.js').Session} Session */
/** @typedef {import('../dom.js').Children} Children */

/**
 * A screen says where to go by the event `navigate`, detail `{path}`, and asks to sign out by `sign-out`.
 * @abstract
 */
export class Screen extends HTMLElement {
  constructor() {
    super();
    /** @type {Auth | null} */
    this.auth = null;
    /**
     * Ends with the screen.
     * @type {AbortController}
     */
    this.life = new AbortController();
  }

  connectedCallback() {
    this.life = new AbortController();
    on(i18n, 'languagechange', () => this.languageChanged(), { signal: this.life.signal });
    this.render();
  }

  disconnectedCallback() {
    this.life.abort();
  }

  /** The document's title while this screen is shown. @returns {string} */
  get documentTitle() {
    return t('app.name');
  }

  /** Builds everything from the screen's fields, which outlive a change of language. */
  render() {}

  /** Shows the screen's heading to the keyboard and to screen readers. */
  takeFocus() {
    focusHeading(this);
  }

  languageChanged() {
    this.render();
    this.updateTitle();
    // The button that was pressed is another one now.
    const button = this.querySelector('[data-language-switch]');
    if (button instanceof HTMLElement) button.focus();
  }

  updateTitle() {
    document.title = this.documentTitle === t('app.name') ? t('app.name') : `${this.documentTitle} · ${t('app.name')}`;
  }

  /**
   * @param {string} type
   * @param {Record<string, unknown>} [detail]
   */
  tell(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
  }

  /** @param {string} path */
  navigate(path) {
    this.tell('navigate', { path });
  }

  /**
   * Says under a field what is missing in it; an empty text: nothing is.
   * @param {HTMLInputElement | undefined} input
   * @param {string} missing
   */
  markField(input, missing) {
    if (!input) return;
    input.setAttribute('aria-invalid', String(missing !== ''));
    const place = this.querySelector(`#${input.id}-error`);
    if (place) place.textContent = missing;
  }

  /**
   * Puts the frame around what the screen shows.
   * @param {string} name A class for the main part.
   * @param {...Children} children
   */
  frame(name, ...children) {
    fill(this,
      skipLink(),
      this.header(),
      h('main', { id: 'main', class: `screen ${name}`, tabindex: '-1' }, ...children));
  }

  /** @returns {HTMLElement} */
  header() {
    const account = this.auth?.account ?? null;
    const home = h('a', { class: 'brand', href: '/' },
      h('img', { src: '/favicon.svg', alt: '', width: 28, height: 28 }), h('span', null, t('app.name')));
    on(home, 'click', (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      this.navigate('/');
    });
    const side = account ? 'top__side' : 'top__side top__side--nobody';
    return h('header', { class: 'top' }, home, h('div', { class: side },
      largePrintSwitch(this.life.signal),
      languageSwitch(),
      account && h('button', {
        type: 'button', class: 'top__button', onclick: () => this.tell('sign-out'),
        title: t('app.signedInAs', { name: account.name }),
      }, icon('leave'), h('span', { class: 'top__label' }, t('app.signOut')))));
  }
}

/**
 * To the main part at once. The address stays as it is: a fragment in it would look like another page to the router.
 * @returns {HTMLElement}
 */
function skipLink() {
  const link = h('a', { class: 'skip-link', href: '#main' }, t('app.skip'));
  on(link, 'click', (event) => {
    event.preventDefault();
    document.getElementById('main')?.focus();
  });
  return link;
}

/** @returns {HTMLElement} */
function languageSwitch() {
  const next = languages.find((each) => each.language !== language()) ?? { language: 'en', name: 'English' };
  return h('button', {
    type: 'button', class: 'top__button', 'data-language-switch': true, lang: next.language,
    onclick: () => setLanguage(/** @type {import('../i18n/index.js').Language} */ (next.language)),
  }, icon('language'), h('span', { class: 'top__language' }, next.name));
}

/**
 * A message with a picture; `role="alert"` reads errors out at once.
 * @param {'danger' | 'warning' | 'success' | 'plain'} kind
 * @param {...Children} children
 * @returns {HTMLElement}
 */
export function note(kind, ...children) {
  const pictures = { danger: 'warning', warning: 'warning', success: 'check', plain: 'info' };
  return h('div', { class: `note note--${kind}`, role: kind === 'danger' ? 'alert' : null },
    icon(pictures[kind]), h('div', { class: 'note__text' }, ...children));
}
