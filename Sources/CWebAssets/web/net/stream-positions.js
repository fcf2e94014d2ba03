// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Where a client stands in each stream (docs/protocol.md, "Streams"): what comes next, what was seen, what is missing.

/** @typedef {{epoch: number, offset: number}} Position */
/** @typedef {'next'|'known'|'early'} Turn */

/** Streams that everybody in a room gets. */
const ALWAYS = ['room', 'summary', 'self', 'publications'];

export class StreamPositions {
  constructor() {
    /**
     * Null before a stream's first reset.
     * @type {Map<string, Position|null>}
     */
    this.streams = new Map(ALWAYS.map((stream) => [stream, null]));
  }

  /**
   * From now on the stream is wanted.
   * @param {string} stream
   */
  begin(stream) {
    if (!this.streams.has(stream)) this.streams.set(stream, null);
  }

  /**
   * What still comes of the stream is dropped.
   * @param {string} stream
   */
  end(stream) {
    this.streams.delete(stream);
  }

  /**
   * Lets go of watched streams that a resume named and that are over.
   * @param {string[]} watching  those that go on
   * @returns {string[]}  those that are over
   */
  keepWatching(watching) {
    const over = this.watched().filter((stream) => this.streams.get(stream) !== null && !watching.includes(stream));
    for (const stream of over) this.end(stream);
    return over;
  }

  /** Forgets what was processed, so that each stream is set anew by a reset. */
  forget() {
    for (const stream of this.streams.keys()) this.streams.set(stream, null);
  }

  /**
   * What a resume tells.
   * @returns {Record<string, Position>}
   */
  known() {
    /** @type {Record<string, Position>} */
    const known = {};
    for (const [stream, position] of this.streams) if (position) known[stream] = {...position};
    return known;
  }

  /** Wanted streams beside those that everybody gets. */
  watched() {
    return [...this.streams.keys()].filter((stream) => !ALWAYS.includes(stream));
  }

  /** Watched streams that have not spoken, which a resume does not name. */
  silent() {
    return this.watched().filter((stream) => this.streams.get(stream) === null);
  }

  /**
   * Looks at a push and counts it as processed if it is the next of its stream.
   * @param {{stream: string, epoch: number, offset: number}} header
   * @param {boolean} isReset
   * @returns {Turn}
   */
  take({stream, epoch, offset}, isReset) {
    const position = this.streams.get(stream);
    if (position === undefined) return 'known';
    if (!isReset) {
      // Without a first reset there is no state that a change could apply to.
      if (position === null || epoch < position.epoch) return 'known';
      // The room's offsets go on over epochs; those of other streams begin anew with a reset.
      if (epoch > position.epoch && stream !== 'room') return 'early';
      if (offset <= position.offset) return 'known';
      if (offset !== position.offset + 1) return 'early';
    }
    this.streams.set(stream, {epoch, offset});
    return 'next';
  }
}
