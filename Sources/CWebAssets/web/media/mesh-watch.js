// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Who speaks in a mesh, how good this page's connection is, and what it costs.

import { medianOf, RateMeter, wordFor, worstOf } from './quality.js';
import { SpeakerWatch } from './speaker.js';

/** @typedef {import('./link.js').Link} Link */
/** @typedef {import('./media-plane.js').Quality} Quality */
/** @typedef {import('./platform.js').Platform} Platform */

const listenEveryMs = 250;
const measureEvery = 8;

export class MeshWatch {
  #parts;
  #voices = new SpeakerWatch();
  #rate = new RateMeter();
  #count = 0;
  #endTimer = () => {};

  /** @type {Quality} */
  quality = null;

  /**
   * @param {object} parts
   * @param {Platform} parts.platform
   * @param {() => Map<string, Link>} parts.links By session.
   * @param {(type: 'speaker' | 'measured') => void} parts.tell
   */
  constructor(parts) {
    this.#parts = parts;
  }

  get speaker() {
    return this.#voices.speaker;
  }

  get isSpeaking() {
    return this.#voices.isSpeaking;
  }

  get megabytesPerHour() {
    return this.#rate.megabytesPerHour;
  }

  start() {
    this.#endTimer = this.#parts.platform.after(() => {
      this.#count += 1;
      const links = this.#parts.links();
      this.#listen(links);
      if (this.#count % measureEvery === 0) this.#measure(links);
      this.start();
    }, listenEveryMs);
  }

  stop() {
    this.#endTimer();
    this.#voices.keep(new Set());
    this.quality = null;
  }

  /** @param {Map<string, Link>} links */
  #listen(links) {
    this.#voices.keep(new Set(links.keys()));
    const levels = new Map([...links].map(([session, link]) => [session, link.level]));
    if (this.#voices.heard(levels, this.#parts.platform.now())) this.#parts.tell('speaker');
  }

  /** @param {Map<string, Link>} links */
  #measure(links) {
    this.#rate.counted(new Map([...links.values()].map((link) => [link, link.quality.bytes])),
      this.#parts.platform.now());
    const up = [...links.values()].map(({ quality: { lostThere } }) =>
      (lostThere === null ? null : wordFor({ lost: lostThere, jitterMs: 0, frozen: 0 })));
    const down = [...links.values()].map(({ quality }) => quality.word);
    this.quality = worstOf([medianOf(up), medianOf(down)]);
    this.#parts.tell('measured');
  }
}
