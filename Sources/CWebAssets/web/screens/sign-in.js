// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Signing in. A refusal is said in words; a lockout counts down where it is seen, and is read out only at its two ends.
// When many sign in at once the server says when to come: the page counts down and comes by itself.

import { announce, fill, h, on, refocus } from '../dom.js';
import { errorText, formatRoom, t } from '../i18n/index.js';
import { Pause } from './pause.js';
import { Screen, note } from './screen.js';
import { trustHint } from './trust.js';

/** More sign in than passwords can be checked: the one refusal that only asks for patience. */
const BUSY = 'sign_in_busy';

/** The event `signed-in` tells of success. */
export class SignInScreen extends Screen {
  constructor() {
    super();
    /**
     * The room that is entered afterwards.
     * @type {string | null}
     */
    this.room = null;
    /**
     * A text key: why somebody has to sign in.
     * @type {string | null}
     */
    this.reason = null;
    this.identifier = '';
    this.password = '';
    this.isPasswordShown = false;
    this.isBusy = false;
    /** @type {{code?: string} | null} */
    this.error = null;
    this.pause = new Pause();
    /**
     * The field that is missing.
     * @type {'identifier' | 'password' | null}
     */
    this.missing = null;
  }

  /** @override */
  get documentTitle() {
    return t('signIn.title');
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    const timer = setInterval(() => this.tick(), 500);
    on(this.life.signal, 'abort', () => clearInterval(timer));
  }

  /** @override */
  render() {
    this.messages = h('div', { class: 'stack' });
    this.submit = h('button', { type: 'submit', class: 'button button--primary button--block' });
    const form = h('form', { class: 'stack', novalidate: true }, this.identifierField(), this.passwordField(),
      this.messages, this.submit, this.pause.element);
    on(form, 'submit', (event) => {
      event.preventDefault();
      void this.attempt();
    });
    this.frame('sign-in', h('div', { class: 'card sign-in__card' },
      h('h1', null, t('signIn.title')),
      h('p', { class: 'quiet sign-in__lead' },
        this.room ? t('signIn.leadRoom', { room: formatRoom(this.room) }) : t('signIn.lead')),
      this.reason && note('plain', t(this.reason)),
      form, trustHint(() => this.navigate('/trust'))));
    this.showState();
  }

  /** @returns {HTMLElement} */
  identifierField() {
    this.identifierInput = h('input', {
      id: 'identifier', class: 'input', name: 'username', type: 'text', autocomplete: 'username',
      autocapitalize: 'none', spellcheck: 'false', autocorrect: 'off', maxlength: 128, required: true,
      value: this.identifier,
      'aria-describedby': 'identifier-error',
      oninput: () => this.edited('identifier'),
    });
    return h('div', { class: 'field' },
      h('label', { class: 'field__label', for: 'identifier' }, t('signIn.identifier')), this.identifierInput,
      h('p', { id: 'identifier-error', class: 'field__error' }));
  }

  /** @returns {HTMLElement} */
  passwordField() {
    this.passwordInput = h('input', {
      id: 'password', class: 'input', name: 'password', type: this.isPasswordShown ? 'text' : 'password',
      autocomplete: 'current-password', autocapitalize: 'none', spellcheck: 'false', maxlength: 1024, required: true,
      value: this.password, 'aria-describedby': 'password-error',
      oninput: () => this.edited('password'),
    });
    const show = h('input', { type: 'checkbox', checked: this.isPasswordShown });
    on(show, 'change', () => {
      this.isPasswordShown = show.checked;
      if (this.passwordInput) this.passwordInput.type = show.checked ? 'text' : 'password';
    });
    return h('div', { class: 'field' },
      h('label', { class: 'field__label', for: 'password' }, t('signIn.password')), this.passwordInput,
      h('p', { id: 'password-error', class: 'field__error' }),
      h('label', { class: 'check' }, show, t('signIn.show')));
  }

  /** @param {'identifier' | 'password'} field */
  edited(field) {
    this.identifier = this.identifierInput?.value ?? '';
    this.password = this.passwordInput?.value ?? '';
    if (this.missing === field) {
      this.missing = null;
      this.showState();
    }
  }

  async attempt() {
    if (this.isBusy || this.pause.isOn || !this.auth) return;
    // Password managers fill fields in without an event in some browsers.
    this.edited('identifier');
    this.error = null;
    this.missing = this.identifier.trim() === '' ? 'identifier' : this.password === '' ? 'password' : null;
    if (this.missing) {
      this.showState();
      (this.missing === 'identifier' ? this.identifierInput : this.passwordInput)?.focus();
      return;
    }
    this.isBusy = true;
    this.showState();
    try {
      await this.auth.signIn(this.identifier.trim(), this.password);
      this.password = '';
      this.tell('signed-in');
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
    if (error.code === BUSY) announce(t('signIn.queued'));
    if (error.code === 'credentials_wrong') {
      this.passwordInput?.focus();
      this.passwordInput?.select();
    }
    refocus(this.submit);
  }

  tick() {
    if (!this.pause.tick()) return;
    const isOurTurn = this.error?.code === BUSY;
    this.error = null;
    if (isOurTurn) void this.attempt();
    else announce(t('signIn.again'));
    this.showState();
  }

  showState() {
    const { messages, submit } = this;
    if (!messages || !submit) return;
    const isBusy = this.error?.code === BUSY && this.pause.isOn;
    fill(messages, isBusy ? note('plain', t('signIn.queued')) : this.error && note('danger', errorText(this.error)));
    fill(submit, t(this.isBusy ? 'signIn.busy' : 'signIn.submit'));
    submit.disabled = this.isBusy || this.pause.isOn;
    this.setAttribute('aria-busy', String(this.isBusy));
    this.markField(this.identifierInput, this.missing === 'identifier' ? t('signIn.identifierMissing') : '');
    this.markField(this.passwordInput, this.missing === 'password' ? t('signIn.passwordMissing') : '');
    this.pause.show();
  }
}

customElements.define('plenary-sign-in', SignInScreen);
