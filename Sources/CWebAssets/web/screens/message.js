// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What happened, and what to do next: after a meeting, and where there is nothing else to show.

import { h, icon } from '../dom.js';
import { errorText, t } from '../i18n/index.js';
import { guestPath, roomPath } from './rooms.js';
import { Screen } from './screen.js';

/**
 * @typedef {'left' | 'turnedAway' | 'ended' | 'kicked' | 'replaced' | 'signedOut' | 'revoked' | 'lost' | 'offline'
 *   | 'notFound' | 'failed'} MessageKind
 */

/**
 * What each kind offers, the likeliest first.
 * @type {Record<MessageKind, ('rejoin' | 'here' | 'signIn' | 'retry' | 'home')[]>}
 */
const offers = {
  left: ['rejoin', 'home'],
  turnedAway: ['home'],
  ended: ['home'],
  kicked: ['home'],
  replaced: ['home', 'here'],
  signedOut: ['signIn'],
  revoked: ['signIn'],
  lost: ['rejoin', 'home'],
  offline: ['retry'],
  notFound: ['home'],
  failed: ['retry', 'home'],
};

/** @type {Record<MessageKind, string>} */
const pictures = {
  left: 'leave', turnedAway: 'remove', ended: 'end', kicked: 'remove', replaced: 'refresh', signedOut: 'leave',
  revoked: 'lock', lost: 'connection-off', offline: 'connection-off', notFound: 'search', failed: 'warning',
};

/** Besides `navigate` it tells `sign-in` and `retry`. */
export class MessageScreen extends Screen {
  constructor() {
    super();
    /** @type {MessageKind} */
    this.kind = 'left';
    /** @type {string | null} */
    this.room = null;
    this.roomTitle = '';
    /** Guests have no home here, and no account to sign in with. */
    this.isGuest = false;
    /**
     * Why the room could not be joined again, where that is known: said instead of the general text.
     * @type {{code?: string} | null}
     */
    this.error = null;
  }

  /** @override */
  get documentTitle() {
    return t(`message.${this.kind}.title`);
  }

  /** @override */
  render() {
    const buttons = offers[this.kind].filter((offer) => {
      if (this.isGuest && (offer === 'home' || offer === 'signIn')) return false;
      return this.room !== null || (offer !== 'rejoin' && offer !== 'here');
    });
    this.frame('outcome', h('div', { class: 'card outcome__card' },
      h('div', { class: 'outcome__picture' }, icon(pictures[this.kind])),
      h('h1', null, t(`message.${this.kind}.title`)),
      this.roomTitle !== '' && h('p', { class: 'outcome__room' }, this.roomTitle),
      h('p', { class: 'quiet' },
        this.error && this.kind === 'lost' ? errorText(this.error) : t(`message.${this.kind}.text`)),
      h('div', { class: 'row outcome__actions' },
        buttons.map((offer, index) => this.button(offer, index === 0 ? 'button button--primary' : 'button')))));
  }

  /**
   * @param {'rejoin' | 'here' | 'signIn' | 'retry' | 'home'} offer
   * @param {string} style
   */
  button(offer, style) {
    const make = (/** @type {string} */ key, /** @type {() => void} */ onclick) =>
      h('button', { type: 'button', class: style, onclick }, t(key));
    const path = this.isGuest ? guestPath : roomPath(this.room ?? '');
    switch (offer) {
      case 'rejoin': return make(this.isGuest ? 'message.enterAgain' : 'message.rejoin', () => this.navigate(path));
      case 'here': return make('message.rejoinHere', () => this.navigate(path));
      case 'signIn': return make('message.signIn', () => this.tell('sign-in'));
      case 'retry': return make('app.retry', () => this.tell('retry'));
      case 'home': return make('app.home', () => this.navigate('/'));
    }
  }
}

customElements.define('plenary-message', MessageScreen);
