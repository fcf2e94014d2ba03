// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Whether a connection brings anything at all: a value that is told what was counted. Browsers call a connection
// disconnected five to seven seconds after its network went; this knows after three to four.

/**
 * So far: bytes received; ICE's questions whether the way that is used still carries, `null` when none is; and what
 * came of ICE by any way.
 * @typedef {{bytes: number, asked: number | null, heard: number}} Traffic
 */

/** Longer cuts are not healed by a whole picture alone. */
const silenceMs = 2_000;
/** Of ICE's questions. Chromium asks each 2.5 s; when one goes unanswered, each half second. */
const unansweredMin = 3;

export class Silence {
  /** @type {Traffic} */
  #traffic = { bytes: 0, asked: null, heard: 0 };
  #countedAt = 0;
  /** When more was found to have come, and how much was asked since. */
  #heardAt = 0;
  #unanswered = 0;

  /**
   * What has come by now. Only what was counted in between tells of a silence, so a page that slept knows of none; and
   * only while questions go unanswered, since who has nothing to send is silent too.
   * @param {Traffic} traffic
   * @param {number} now
   * @returns {boolean} Whether more has come.
   */
  counted(traffic, now) {
    const hasMore = traffic.bytes > this.#traffic.bytes || traffic.heard > this.#traffic.heard;
    if (hasMore) this.#heardAt = now;
    this.#unanswered = hasMore ? 0 : this.#unanswered + Math.max(0, (traffic.asked ?? 0) - (this.#traffic.asked ?? 0));
    this.#traffic = traffic;
    this.#countedAt = now;
    return hasMore;
  }

  /** Whether nothing came for too long, so that something must be wrong. */
  get isSilent() {
    const isAsking = this.#traffic.asked === null || this.#unanswered >= unansweredMin;
    return this.#heardAt > 0 && this.#countedAt - this.#heardAt >= silenceMs && isAsking;
  }

  /** Whether nothing had come when it was last counted. */
  get isQuiet() {
    return this.#heardAt > 0 && this.#countedAt > this.#heardAt;
  }
}
