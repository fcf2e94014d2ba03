// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Coming as a guest: the link has the invitation, and whoever came by it tells name and PIN.

import { announce, fill, h, on, refocus } from '../dom.js';
import { errorText, t } from '../i18n/index.js';
import { pinOf } from '../net/guest-auth.js';
import { Pause } from './pause.js';
import { Screen, note } from './screen.js';
import { trustHint } from './trust.js';

/** @typedef {import('../net/guest-auth.js').GuestAuth} GuestAuth */
/** @typedef {'name' | 'pin'} Field */

const nameKey = 'plenary.guest-name';
export const nameMax = 64;

/** The event `guest-entered` tells of success. */
export class GuestScreen extends Screen {
  constructor() {
    super();
    /** @type {GuestAuth | null} */
    this.guests = null;
    /**
     * A text key: why name and PIN are asked for again.
     * @type {string | null}
     */
    this.reason = null;
    this.name = keptName();
    this.pin = '';
    this.isBusy = false;
    /** @type {{code?: string, retryAfterMs?: number} | null} */
    this.error = null;
    /** @type {Field | null} */
    this.missing = null;
    this.pause = new Pause();
  }

  /** @override */
  get documentTitle() {
    return t('guest.title');
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    const timer = setInterval(() => this.tick(), 500);
    on(this.life.signal, 'abort', () => clearInterval(timer));
  }

  /** A link that cannot lead anywhere asks for nothing. */
  get isBroken() {
    return this.guests?.invitation === null;
  }

  /** @override */
  render() {
    this.messages = h('div', { class: 'stack' });
    this.submit = h('button', { type: 'submit', class: 'button button--primary button--block' });
    const form = h('form', { class: 'stack', novalidate: true }, this.nameField(), this.pinField(),
      this.messages, this.submit, this.pause.element);
    on(form, 'submit', (event) => {
      event.preventDefault();
      void this.attempt();
    });
    const account = h('button', { type: 'button', class: 'link-button guest__account' }, t('guest.account'));
    on(account, 'click', () => this.navigate('/'));
    this.frame('sign-in', h('div', { class: 'card sign-in__card' },
      h('h1', null, t('guest.title')),
      this.isBroken ? note('danger', t('error.invitation_wrong')) : [
        h('p', { class: 'quiet sign-in__lead' }, t('guest.lead')), this.reason && note('plain', t(this.reason)), form,
      ],
      account, trustHint(() => this.navigate('/trust'))));
    this.showState();
  }

  /** @returns {HTMLElement} */
  nameField() {
    this.nameInput = h('input', {
      id: 'guest-name', class: 'input', name: 'name', type: 'text', autocomplete: 'name', required: true,
      value: this.name, 'aria-describedby': 'guest-name-hint guest-name-error', oninput: () => this.edited('name'),
    });
    return h('div', { class: 'field' },
      h('label', { class: 'field__label', for: 'guest-name' }, t('guest.name')), this.nameInput,
      h('p', { id: 'guest-name-hint', class: 'field__hint' }, t('guest.nameHint')),
      h('p', { id: 'guest-name-error', class: 'field__error' }));
  }

  /** Longer than six, since a PIN is pasted with the space that it is written with. @returns {HTMLElement} */
  pinField() {
    this.pinInput = h('input', {
      id: 'guest-pin', class: 'input number', type: 'text', inputmode: 'numeric', autocomplete: 'one-time-code',
      autocorrect: 'off', spellcheck: 'false', maxlength: 16, required: true, value: this.pin,
      'aria-describedby': 'guest-pin-error', oninput: () => this.edited('pin'),
    });
    return h('div', { class: 'field' },
      h('label', { class: 'field__label', for: 'guest-pin' }, t('guest.pin')), this.pinInput,
      h('p', { id: 'guest-pin-error', class: 'field__error' }));
  }

  /** @param {Field} [field] */
  edited(field) {
    this.name = this.nameInput?.value ?? '';
    this.pin = this.pinInput?.value ?? '';
    if (this.missing === null || this.missing !== field) return;
    this.missing = null;
    this.showState();
  }

  async attempt() {
    if (this.isBusy || this.pause.isOn || !this.guests) return;
    this.edited();
    this.error = null;
    const name = this.name.trim();
    const pin = pinOf(this.pin);
    this.missing = name === '' || [...name].length > nameMax ? 'name' : pin === null ? 'pin' : null;
    if (this.missing !== null || pin === null) {
      this.showState();
      (this.missing === 'name' ? this.nameInput : this.pinInput)?.focus();
      return;
    }
    this.isBusy = true;
    this.showState();
    try {
      await this.guests.enter(pin, name);
      keepName(name);
      this.tell('guest-entered');
    } catch (error) {
      this.refused(/** @type {{code?: string, retryAfterMs?: number}} */ (error));
    }
  }

  /** @param {{code?: string, retryAfterMs?: number}} error */
  refused(error) {
    this.isBusy = false;
    this.error = error;
    this.pause.begin(error);
    this.showState();
    if (error.code === 'pin_wrong') {
      this.pinInput?.focus();
      this.pinInput?.select();
    }
    refocus(this.submit);
  }

  tick() {
    if (!this.pause.tick()) return;
    this.error = null;
    announce(t('guest.again'));
    this.showState();
  }

  showState() {
    const { messages, submit, error } = this;
    if (!messages || !submit) return;
    fill(messages, error && note('danger', error.code === 'locked_out' ? t('guest.lockedOut') : errorText(error)));
    fill(submit, t(this.isBusy ? 'guest.busy' : 'guest.submit'));
    submit.disabled = this.isBusy || this.pause.isOn;
    this.setAttribute('aria-busy', String(this.isBusy));
    this.markField(this.nameInput, this.missing === 'name' ? t('guest.nameMissing') : '');
    this.markField(this.pinInput, this.missing === 'pin' ? t('guest.pinMissing') : '');
    this.pause.show();
  }
}

/** The name that was given last in this browser. */
function keptName() {
  try {
    return localStorage.getItem(nameKey) ?? '';
  } catch {
    return '';
  }
}

/** @param {string} name */
function keepName(name) {
  try {
    localStorage.setItem(nameKey, name);
  } catch {
    // It is asked for again next time.
  }
}

customElements.define('plenary-guest', GuestScreen);
