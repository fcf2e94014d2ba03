// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What the counters of both connections with the media server say about each participant and this page's own link.

import { countsOf, medianOf, RateMeter, TrackQuality, wordFor, worstOf } from './quality.js';

/** @typedef {import('./media-plane.js').Quality} Quality */
/** @typedef {import('./subscriber.js').Received} Received */
/** @typedef {{connection: object, report: RTCStatsReport}} Counted */

export class Measures {
  #rate = new RateMeter();
  /**
   * By session and kind.
   * @type {Map<string, TrackQuality>}
   */
  #tracks = new Map();
  /** @type {Map<string, Quality>} */
  #words = new Map();

  /**
   * Of this page's own link.
   * @type {Quality}
   */
  own = null;

  get megabytesPerHour() {
    return this.#rate.megabytesPerHour;
  }

  /** @param {string} session */
  qualityOf(session) {
    return this.#words.get(session) ?? null;
  }

  forget() {
    this.#tracks.clear();
    this.#words.clear();
    this.own = null;
  }

  /**
   * @param {object} counts
   * @param {Counted | null} counts.sent
   * @param {Counted | null} counts.received
   * @param {Received[]} counts.tracks Those whose senders send.
   * @param {number} counts.at
   * @returns {boolean} Whether a word is another.
   */
  counted({ sent, received, tracks, at }) {
    const before = this.#asText();
    const there = sent ? countsOf(sent.report) : null;
    const here = received ? countsOf(received.report) : null;
    const bytes = new Map();
    if (sent && there) bytes.set(sent.connection, there.bytes);
    if (received && here) bytes.set(received.connection, here.bytes);
    this.#rate.counted(bytes, at);
    this.#countTracks(tracks, here, at);
    const { lostThere = null } = there ?? {};
    const up = lostThere === null ? null : wordFor({ lost: lostThere, jitterMs: 0, frozen: 0 });
    this.own = worstOf([up, medianOf([...this.#words.values()])]);
    return before !== this.#asText();
  }

  /**
   * Whose camera's picture has been decoded.
   * @param {RTCStatsReport} report
   * @param {Map<string, Received>} received
   */
  seen(report, received) {
    /** @type {Set<string>} */
    const seen = new Set();
    const counts = countsOf(report).received;
    for (const track of received.values()) {
      if (track.kind === 'camera' && (countOf(counts, track)?.frames ?? 0) > 0) seen.add(track.session);
    }
    return seen;
  }

  /**
   * @param {Received[]} tracks
   * @param {ReturnType<typeof countsOf> | null} here
   * @param {number} at
   */
  #countTracks(tracks, here, at) {
    const known = this.#tracks;
    this.#tracks = new Map();
    /** @type {Map<string, Quality[]>} */
    const words = new Map();
    for (const track of tracks) {
      const key = `${track.session} ${track.kind}`;
      const quality = known.get(key) ?? new TrackQuality();
      this.#tracks.set(key, quality);
      const count = here && countOf(here.received, track);
      if (!count) continue;
      words.set(track.session, [...words.get(track.session) ?? [], quality.counted(count, at)]);
    }
    this.#words = new Map([...words].map(([session, each]) => [session, worstOf(each)]));
  }

  #asText() {
    return JSON.stringify([this.own, ...this.#words]);
  }
}

/**
 * @param {ReturnType<typeof countsOf>['received']} counts
 * @param {Received} track
 */
function countOf(counts, { mid, receiver }) {
  return counts.get(mid) ?? counts.get(receiver.track.id);
}
