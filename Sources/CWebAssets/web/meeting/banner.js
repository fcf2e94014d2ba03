// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Says that the connection is away, for how long, and that it is back. The meeting stays on the screen meanwhile.

import { h, icon, fill, on } from '../dom.js';
import { t } from '../i18n/index.js';

/** @typedef {import('./context.js').Session} Session */

const backMs = 3_000;

export class Banner {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #ticking;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #leaving;
  #since = 0;
  #isLost = false;
  /**
   * Where the seat was lost too, and many join at once.
   * @type {import('../net/errors.js').QueuePlace | null}
   */
  #place = null;
  #session;
  // Seconds are for the eye: a screen reader that told each of them would say nothing else.
  #seconds = h('span', { class: 'banner__seconds number', 'aria-hidden': 'true' });
  #hint = h('span', { class: 'banner__hint' });

  /**
   * @param {Session} session
   * @param {AbortSignal} signal
   */
  constructor(session, signal) {
    this.#session = session;
    this.element = h('div', { class: 'banner', role: 'status', hidden: true });
    on(session, 'statechange', () => this.#update(), { signal });
    on(session, 'queued', ({ detail }) => {
      this.#place = detail;
      this.#update();
    }, { signal });
    for (const type of ['online', 'offline']) on(window, type, () => this.#update(), { signal });
    signal.addEventListener('abort', () => this.#stop(), { once: true });
    this.#update();
  }

  #update() {
    const { state } = this.#session;
    if (state === 'reconnecting' || state === 'connecting') this.#lost();
    else if (state === 'ready' && this.#isLost) this.#back();
    if (this.#isLost) this.#hint.textContent = this.#hintText();
  }

  #hintText() {
    if (!navigator.onLine) return t('meeting.banner.offline');
    return this.#place ? t('queue.position', { position: this.#place.position }) : t('meeting.banner.media');
  }

  #lost() {
    if (this.#isLost) return;
    this.#stop();
    this.#isLost = true;
    this.#since = Date.now();
    this.element.dataset.state = 'lost';
    this.element.hidden = false;
    fill(this.element, icon('connection-off'), h('strong', null, t('meeting.banner.lost')), this.#seconds, this.#hint);
    this.#tick();
    this.#ticking = setInterval(() => this.#tick(), 1_000);
  }

  #back() {
    this.#stop();
    this.#isLost = false;
    this.#place = null;
    this.element.dataset.state = 'back';
    fill(this.element, icon('connection'), h('strong', null, t('meeting.banner.back')));
    this.#leaving = setTimeout(() => {
      this.element.hidden = true;
      this.element.replaceChildren();
    }, backMs);
  }

  #tick() {
    this.#seconds.textContent = t('meeting.banner.seconds', { count: Math.floor((Date.now() - this.#since) / 1_000) });
  }

  #stop() {
    clearInterval(this.#ticking);
    clearTimeout(this.#leaving);
  }
}
