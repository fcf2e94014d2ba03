// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// How well media comes through, in words, and what it costs: values that are told what `getStats` counts. No clock and
// no connection of their own.

/** @typedef {import('./media-plane.js').Quality} Quality */

/**
 * Counted so far, of one track that is received: packets, pictures, and how long the picture stood still.
 * @typedef {{received: number, lost: number, jitterMs: number, frozenMs: number, frames: number,
 *   kind?: string}} Reception
 */

/** @type {readonly NonNullable<Quality>[]} */
const worstFirst = ['none', 'poor', 'fair', 'good'];
const poor = { lost: 0.1, jitterMs: 100, frozen: 0.15 };
const fair = { lost: 0.03, jitterMs: 40, frozen: 0.03 };
/** So long nothing comes of somebody who sends: a whole picture may be waited for. */
const nothingMsMax = 4_000;
/** Weight of the latest count: one bad second among good ones is no news. */
const weight = 0.4;

/** One track's reception over time. */
export class TrackQuality {
  /** @type {Reception | null} */
  #before = null;
  #at = 0;
  #arrivedAt = 0;
  #lost = 0;
  #frozen = 0;
  #jitterMs = 0;

  /**
   * @param {Reception} now
   * @param {number} at
   * @returns {Quality}
   */
  counted(now, at) {
    const before = this.#before;
    const elapsedMs = at - this.#at;
    this.#before = now;
    this.#at = at;
    if (!before || now.received < before.received) {
      this.#arrivedAt = at; // The first, or of another track.
      return null;
    }
    const received = now.received - before.received;
    const lost = Math.max(0, now.lost - before.lost);
    if (received > 0) this.#arrivedAt = at;
    else if (at - this.#arrivedAt >= nothingMsMax) return 'none';
    if (received + lost > 0) this.#lost += weight * (lost / (received + lost) - this.#lost);
    const frozenShare = elapsedMs > 0 ? Math.min(1, (now.frozenMs - before.frozenMs) / elapsedMs) : 0;
    this.#frozen += weight * (frozenShare - this.#frozen);
    this.#jitterMs += weight * (now.jitterMs - this.#jitterMs);
    return wordFor({ lost: this.#lost, frozen: this.#frozen, jitterMs: this.#jitterMs });
  }
}

/**
 * @param {{lost: number, jitterMs: number, frozen: number}} measured Shares, and milliseconds.
 * @returns {NonNullable<Quality>}
 */
export function wordFor({ lost, jitterMs, frozen }) {
  const isPast = (/** @type {typeof poor} */ bound) =>
    lost >= bound.lost || jitterMs >= bound.jitterMs || frozen >= bound.frozen;
  return isPast(poor) ? 'poor' : isPast(fair) ? 'fair' : 'good';
}

/**
 * @param {Quality[]} qualities
 * @returns {Quality} `null` where none is known.
 */
export function worstOf(qualities) {
  return worstFirst.find((word) => qualities.includes(word)) ?? null;
}

/**
 * What most of them have at least: one who sends badly says nothing about this page's own connection.
 * @param {Quality[]} qualities
 * @returns {Quality}
 */
export function medianOf(qualities) {
  const known = worstFirst.flatMap((word) => qualities.filter((each) => each === word));
  return known[Math.floor(known.length / 2)] ?? null;
}

/** Bytes of connections that come and go, as megabytes in an hour at the pace of the last seconds. */
export class RateMeter {
  /** @type {{bytes: Map<object, number>, at: number} | null} */
  #before = null;
  /** @type {number | null} */
  megabytesPerHour = null;

  /**
   * @param {Map<object, number>} bytes Sent and received so far, by connection.
   * @param {number} at
   */
  counted(bytes, at) {
    const before = this.#before;
    this.#before = { bytes, at };
    if (!before || at <= before.at) return;
    let grown = 0;
    for (const [connection, count] of bytes) grown += Math.max(0, count - (before.bytes.get(connection) ?? count));
    const rate = (grown / (at - before.at)) * 1_000 * 3_600 / 1_000_000;
    const known = this.megabytesPerHour;
    this.megabytesPerHour = known === null ? rate : known + weight * (rate - known);
  }
}

/**
 * What a report counts: what is received by the place in the connection, bytes of all together, and what the other side
 * says it lost of ours, as a share.
 * @param {RTCStatsReport} report
 */
export function countsOf(report) {
  /** @type {Map<string, Reception>} */
  const received = new Map();
  let [transported, paired] = [0, 0];
  /** @type {number | null} */
  let lostThere = null;
  report.forEach((entry) => {
    if (entry.type === 'inbound-rtp') {
      received.set(entry.mid ?? entry.trackIdentifier, {
        received: entry.packetsReceived ?? 0, lost: entry.packetsLost ?? 0, jitterMs: (entry.jitter ?? 0) * 1_000,
        frozenMs: (entry.totalFreezesDuration ?? 0) * 1_000, frames: entry.framesDecoded ?? 0,
        kind: entry.kind,
      });
    } else if (entry.type === 'remote-inbound-rtp') {
      lostThere = Math.max(lostThere ?? 0, entry.fractionLost ?? 0);
    } else if (entry.type === 'transport') {
      transported += (entry.bytesSent ?? 0) + (entry.bytesReceived ?? 0);
    } else if (entry.type === 'candidate-pair') {
      paired += (entry.bytesSent ?? 0) + (entry.bytesReceived ?? 0);
    }
  });
  return { received, bytes: transported || paired, lostThere };
}
