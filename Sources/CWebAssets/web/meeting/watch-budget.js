// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Which streams of the roster are watched. The server allows sixteen at a time; one is the lobby's, two are left for a
// change under way, and past that the units that were opened longest ago are given up.

/** @type {number} */
export const watchesMax = 13;

/** Pure: what to watch and what to give up. */
export class WatchBudget {
  /**
   * Units in the order of their last use, each with its streams.
   * @type {Map<number, Set<string>>}
   */
  #units = new Map();
  #max;

  /** @param {number} [max] */
  constructor(max = watchesMax) {
    this.#max = max;
  }

  get count() {
    let count = 0;
    for (const streams of this.#units.values()) count += streams.size;
    return count;
  }

  /** @param {number} unit */
  streamsOf(unit) {
    return [...(this.#units.get(unit) ?? [])];
  }

  /** @param {string} stream */
  holds(stream) {
    return [...this.#units.values()].some((streams) => streams.has(stream));
  }

  /**
   * Takes streams for a unit, which becomes the one used last.
   * @param {number} unit
   * @param {string[]} streams
   * @param {number} [kept] A unit that is never given up.
   * @returns {{watch: string[], closed: number[], unwatch: string[]}} What is new, and the units that had to go.
   */
  take(unit, streams, kept) {
    const held = this.#units.get(unit) ?? new Set();
    this.#units.delete(unit);
    const watch = streams.filter((stream) => !held.has(stream));
    /** @type {number[]} */
    const closed = [];
    /** @type {string[]} */
    const unwatch = [];
    for (const oldest of [...this.#units.keys()]) {
      if (this.count + held.size + watch.length <= this.#max) break;
      if (oldest === kept) continue;
      unwatch.push(...this.streamsOf(oldest));
      closed.push(oldest);
      this.#units.delete(oldest);
    }
    const room = Math.max(0, this.#max - this.count - held.size);
    const taken = watch.slice(0, room);
    this.#units.set(unit, new Set([...held, ...taken]));
    return { watch: taken, closed, unwatch };
  }

  /**
   * Gives up one stream, for instance a page that is closed.
   * @param {string} stream
   */
  drop(stream) {
    for (const streams of this.#units.values()) streams.delete(stream);
  }

  /**
   * Gives up a unit.
   * @param {number} unit
   * @returns {string[]} Its streams.
   */
  release(unit) {
    const streams = this.streamsOf(unit);
    this.#units.delete(unit);
    return streams;
  }

  clear() {
    this.#units.clear();
  }
}
