// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// One alarm that also rings on time in a page that nobody looks at: browsers let the timers of hidden pages tick once a
// minute, and a heartbeat that late costs the connection each time. Workers are spared; the one here starts with the
// first time that the page is hidden.

const WORKER_URL = '/net/alarm-worker.js';

export class Alarm {
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;
  #at = Infinity;
  /** @type {Worker|null} */
  #worker = null;
  #ring;

  /** @param {() => void} ring  may be called early, and has to look at the time itself */
  constructor(ring) {
    this.#ring = ring;
  }

  /**
   * Rings once; an earlier setting is forgotten.
   * @param {number} at  `Infinity`: not at all
   * @param {number} now
   */
  set(at, now) {
    if (at === this.#at) return;
    clearTimeout(this.#timer);
    this.#at = at;
    const delayMs = Math.max(0, Math.ceil(at - now));
    if (at !== Infinity) this.#timer = setTimeout(() => this.#rings(), delayMs);
    this.#worker?.postMessage(at === Infinity ? null : delayMs);
  }

  /** From now on the page may be hidden. */
  outlastHiding() {
    if (this.#worker || typeof Worker === 'undefined') return;
    this.#worker = new Worker(WORKER_URL);
    this.#worker.addEventListener('message', () => this.#rings());
    this.#at = NaN;  // The next setting is told to the worker, whatever it is.
    this.#ring();
  }

  /** Forgets the setting and ends the worker. */
  stop() {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = null;
    this.#at = Infinity;
  }

  #rings() {
    this.#at = Infinity;
    this.#ring();
  }
}
