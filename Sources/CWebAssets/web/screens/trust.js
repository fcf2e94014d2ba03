// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// `/trust`, while the server has its development certificate: the authority to be trusted, the steps for this system
// and for others, and whether it has worked.

import { fill, h, icon } from '../dom.js';
import { t } from '../i18n/index.js';
import { platformOf } from '../platform.js';
import { Screen, note } from './screen.js';
import { checkTrust, offeredFingerprint } from './trust-check.js';

/** @typedef {import('./trust-check.js').Trust} Trust */
/** @typedef {'ios' | 'android' | 'windows' | 'macos' | 'other'} Steps */

/** @type {readonly Steps[]} */
const systems = ['ios', 'android', 'windows', 'macos', 'other'];
const profilePath = '/trust/plenary.mobileconfig';
const certificatePath = '/trust/ca.crt';

export class TrustScreen extends Screen {
  constructor() {
    super();
    /** @type {Trust | null} `null` while it is being found out. */
    this.trust = null;
  }

  /** @override */
  get documentTitle() {
    return t('trust.title');
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    void this.check();
  }

  async check() {
    this.trust = null;
    this.showTrust();
    this.trust = await checkTrust();
    if (this.isConnected) this.showTrust();
  }

  /** @override */
  render() {
    const { system } = platformOf(navigator);
    const own = systems.find((each) => each === system) ?? (system === 'harmony' ? 'android' : 'other');
    this.state = h('div', { role: 'status' });
    this.again = h('button', { type: 'button', class: 'button', onclick: () => void this.check() }, t('trust.again'));
    this.frame('trust',
      h('h1', null, t('trust.title')),
      h('p', { class: 'trust__lead' }, t('trust.lead')),
      this.state,
      h('section', { class: 'card stack', 'aria-labelledby': 'compare-title' },
        h('h2', { id: 'compare-title' }, t('trust.compareTitle')),
        h('p', null, t('trust.compare')),
        h('p', { class: 'trust__fingerprint', translate: 'no' }, offeredFingerprint() ?? '')),
      this.steps(own, true),
      h('div', { class: 'stack' }, h('h2', null, t('trust.others')),
        systems.filter((each) => each !== own).map((each) => this.steps(each, false))),
      h('p', { class: 'quiet small' }, t('trust.careful')),
      h('div', { class: 'row' }, this.again,
        h('button', { type: 'button', class: 'button button--primary', onclick: () => this.navigate('/') },
          t('app.home'))));
    this.showTrust();
  }

  /**
   * @param {Steps} system
   * @param {boolean} isOwn
   * @returns {HTMLElement}
   */
  steps(system, isOwn) {
    const isApple = system === 'ios';
    const content = h('div', { class: 'stack' },
      h('ol', { class: 'steps' }, t(`trust.steps.${system}`).split('\n').map((line) => h('li', null, line))),
      h('a', { class: isOwn ? 'button button--primary' : 'button', href: isApple ? profilePath : certificatePath },
        t(isApple ? 'trust.profile' : 'trust.certificate')));
    const title = t(`trust.system.${system}`);
    return isOwn
      ? h('section', { class: 'card stack', 'aria-label': title }, h('h2', null, title), content)
      : h('details', { class: 'card help' }, h('summary', { class: 'help__summary' }, title), content);
  }

  showTrust() {
    if (!this.state) return;
    const { trust } = this;
    if (trust === null) {
      fill(this.state, h('p', { class: 'quiet' }, t('trust.checking')));
      return;
    }
    const kind = trust === 'trusted' ? 'success' : trust === 'untrusted' ? 'warning' : 'plain';
    fill(this.state, note(kind, h('p', null, h('strong', null, t(`trust.${trust}.title`))),
      h('p', null, t(`trust.${trust}.text`))));
  }
}

/**
 * The way here, for screens before a meeting; nothing behind a certificate that needs no trust.
 * @param {() => void} go
 * @returns {HTMLElement | null}
 */
export function trustHint(go) {
  if (offeredFingerprint() === null) return null;
  return h('p', { class: 'trust-hint' },
    h('button', { type: 'button', class: 'link-button', onclick: go }, icon('lock'), t('trust.hint')));
}

customElements.define('plenary-trust', TrustScreen);
