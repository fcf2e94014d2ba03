// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// A guest waits in the lobby: how long, and the way out. Read out once, when the wait begins.

import { announce, fill, h, on, refocus } from '../dom.js';
import { formatElapsed, t } from '../i18n/index.js';

const TICK_MS = 1000;

export class LobbyCard {
  /** Since when, on the clock of `performance.now()`; 0 while nobody waits. */
  #since = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #onLeave;
  #waited = h('p', { class: 'queue__wait number', role: 'timer' });
  element = h('div', { class: 'lobby-card', hidden: true });

  /** @param {() => void} onLeave */
  constructor(onLeave) {
    this.#onLeave = onLeave;
  }

  get isShown() {
    return this.#since !== 0;
  }

  /** Each answer that still says so is no news. */
  show() {
    if (this.isShown) return;
    this.#since = performance.now();
    this.render();
    refocus(this.leave);
    announce(t('lobby.waits'));
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  hide() {
    clearInterval(this.#timer);
    this.#since = 0;
    this.element.hidden = true;
    fill(this.element);
  }

  /** Builds the card anew, as after a change of language. */
  render() {
    if (!this.isShown) return;
    this.leave = h('button', { type: 'button', class: 'button button--block' }, t('lobby.stopWaiting'));
    on(this.leave, 'click', () => this.#onLeave());
    fill(this.element, h('p', { class: 'queue__position' }, t('lobby.waits')), this.#waited,
      h('p', { class: 'quiet small' }, t('lobby.waitsExplained')), this.leave);
    this.element.hidden = false;
    this.#tick();
  }

  #tick() {
    this.#waited.textContent = t('lobby.waited', { time: formatElapsed(performance.now() - this.#since) });
  }
}
