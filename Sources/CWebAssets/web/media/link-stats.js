// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What the counters of a link of the mesh say: whether it carries, and how well.

import { countsOf, TrackQuality, worstOf } from './quality.js';

/** @typedef {import('./media-plane.js').Quality} Quality */

export class LinkQuality {
  /** @type {Map<string, TrackQuality>} */
  #tracks = new Map();
  /** @type {Quality} */
  word = null;
  /**
   * What the other side says it loses, as a share; `null` before it said so.
   * @type {number | null}
   */
  lostThere = null;
  /** Sent and received so far. */
  bytes = 0;

  /**
   * @param {RTCStatsReport} report
   * @param {{audio: boolean, video: boolean}} sent What the other side sends.
   * @param {number} at
   * @returns {boolean} Whether the word is another.
   */
  counted(report, sent, at) {
    const before = this.word;
    const { received, bytes, lostThere } = countsOf(report);
    this.bytes = bytes;
    this.lostThere = lostThere;
    /** @type {Quality[]} */
    const words = [];
    for (const [key, count] of received) {
      if (count.kind !== 'audio' && count.kind !== 'video') continue;
      const track = this.#tracks.get(key) ?? new TrackQuality();
      this.#tracks.set(key, track);
      const word = track.counted(count, at);
      if (sent[count.kind]) words.push(word);
    }
    this.word = worstOf(words);
    return this.word !== before;
  }
}

/**
 * @param {RTCStatsReport} report
 * @returns {import('./silence.js').Traffic}
 */
export function trafficOf(report) {
  /** @type {import('./silence.js').Traffic} */
  const traffic = { bytes: 0, asked: 0, heard: 0 };
  report.forEach((entry) => {
    if (entry.type === 'candidate-pair') {
      traffic.heard += (entry.requestsReceived ?? 0) + (entry.responsesReceived ?? 0);
    } else if (entry.type === 'transport') {
      traffic.bytes = entry.bytesReceived ?? 0;
      // Of a browser that does not count its questions no silence is believed.
      const pair = report.get(entry.selectedCandidatePairId ?? '');
      traffic.asked = pair ? pair.requestsSent ?? 0 : null;
    }
  });
  return traffic;
}
