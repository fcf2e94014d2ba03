// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What to do about a connection that does not carry: a value that is told what happens and answers what is due. It has
// no clock and no connection of its own.
//
// A short cut heals by itself. A failure is met by an ICE restart, again and again; the side that does not offer leaves
// the first one to the other, which spares both a glare. What is not connected 20 s after its first offer or restart is
// rebuilt, which only the offering side can do; the other may ask for it. While the session is down nothing can be
// agreed upon, so no time counts.
//
// Neither does a connection that brought nothing for some seconds go on, even if its ICE says connected: Chromium then
// keeps pictures that have come back waiting for one to three seconds. Another connection shows them in a third of one.

import { Silence } from './silence.js';

/** @typedef {import('./media-plane.js').RemoteState} RemoteState */
/** @typedef {import('./silence.js').Traffic} Traffic */

/**
 * - `restart`: restart ICE on this connection.
 * - `rebuild`: give this connection up for another; only on the side that offers.
 * - `ask`: ask the other side to rebuild; only on the side that does not offer.
 * @typedef {'restart' | 'rebuild' | 'ask'} Remedy
 */

const restartEveryMs = 5_000;
const restartBehindMs = 1_500;
const rebuildAfterMs = 20_000;
/** An offer that has not come by then was lost, or sent before this page listened. */
const askAfterMs = 6_000;
/** With an offer at hand, the offering side is given the time to see for itself. */
const askBehindMs = 25_000;
const askEveryMs = 6_000;
const countEveryMs = 1_000;
/** While nothing comes: how soon a network's return is seen. */
const countSilentEveryMs = 200;
/** A negotiation that failed is begun anew, but not in a tight circle. */
const brokenForMs = 2_000;

export class Recovery {
  #offers;
  #startedAt;
  /** When the attempt that is under way began: the first offer, or the first restart since it was connected. */
  #attemptAt;
  // Times of what has not happened are 0.
  #failedAt = 0;
  #restartedAt = 0;
  #askedAt = 0;
  #brokenAt = 0;
  #silence = new Silence();
  /** It was silent for too long to go on, and came back or may have. */
  #isStale = false;
  /** @type {RTCPeerConnectionState} */
  #connectionState = 'new';
  /** @type {RemoteState} */
  #before;

  /**
   * @param {{offers: boolean, now: number, before?: RemoteState}} facts `before` is shown until it is connected: how
   *   far the connection came that this one replaces.
   */
  constructor({ offers, now, before = 'connecting' }) {
    this.#offers = offers;
    this.#startedAt = this.#attemptAt = now;
    this.#before = before;
  }

  /** @returns {RemoteState} */
  get state() {
    switch (this.#connectionState) {
      case 'connected': return 'connected';
      case 'failed': return 'failed';
      // A restart that has not helped yet is no better news than the failure; Chromium calls it disconnected again.
      case 'disconnected': return this.#failedAt > 0 ? 'failed' : 'interrupted';
      default: return this.#failedAt > 0 ? 'failed' : this.#before;
    }
  }

  /**
   * What another connection instead of this one begins with.
   * @param {number} now
   * @returns {RemoteState}
   */
  successorState(now) {
    const { state } = this;
    if (state === 'failed' || this.age(now) >= rebuildAfterMs) return 'failed';
    return state === 'connected' ? 'interrupted' : state;
  }

  /** @param {number} now */
  age(now) {
    return now - this.#startedAt;
  }

  /**
   * @param {RTCPeerConnectionState} connectionState
   * @param {number} now
   */
  changed(connectionState, now) {
    this.#connectionState = connectionState;
    if (connectionState === 'connected') {
      this.#before = 'interrupted';
      this.#failedAt = this.#restartedAt = this.#brokenAt = 0;
    } else if (connectionState === 'failed') {
      this.#failedAt ||= now;
    } else if (connectionState === 'disconnected' && this.#failedAt === 0) {
      this.#attemptAt = now;
    }
  }

  /**
   * A negotiation failed: this end cannot go on.
   * @param {number} now
   */
  broken(now) {
    this.#brokenAt ||= now;
  }

  /**
   * What has come by now.
   * @param {Traffic} traffic
   * @param {number} now
   * @returns {boolean} Whether it brings something again after a silence: the network is back.
   */
  counted(traffic, now) {
    const wasSilent = this.#silence.isSilent;
    const isBack = this.#silence.counted(traffic, now) && wasSilent;
    if (isBack) this.#isStale = true;
    return isBack;
  }

  /** When to count again, in milliseconds. */
  get countAfterMs() {
    return this.#silence.isQuiet ? countSilentEveryMs : countEveryMs;
  }

  /**
   * The session is up again.
   * @param {number} now
   */
  resumed(now) {
    this.#attemptAt = now;
    if (this.#silence.isSilent) this.#isStale = true;
    if (this.#failedAt > 0) this.#failedAt = now;
  }

  /**
   * What is due, which counts as done.
   * @param {{now: number, isReady: boolean, isStable: boolean, isDescribed: boolean}} facts Whether the session is up,
   *   whether no offer waits for its answer, whether the other side's description is known.
   * @returns {Remedy | null}
   */
  next({ now, isReady, isStable, isDescribed }) {
    if (this.#isStale && this.#offers && isReady) return 'rebuild';
    if (this.state === 'connected') return null;
    if (!isReady) {
      this.#attemptAt = now;
      return null;
    }
    if (this.#offers && now >= this.#rebuildAt(rebuildAfterMs)) return 'rebuild';
    if (this.#failedAt > 0 && isStable && now >= this.#restartAt()) {
      if (this.#restartedAt === 0) this.#attemptAt = now;
      this.#restartedAt = now;
      return 'restart';
    }
    if (this.#offers || now < this.#rebuildAt(isDescribed ? askBehindMs : askAfterMs)) return null;
    if (this.#askedAt > 0 && now - this.#askedAt < askEveryMs) return null;
    this.#askedAt = now;
    return 'ask';
  }

  /** @param {number} patienceMs */
  #rebuildAt(patienceMs) {
    return this.#brokenAt > 0 ? this.#brokenAt + brokenForMs : this.#attemptAt + patienceMs;
  }

  #restartAt() {
    if (this.#restartedAt > 0) return this.#restartedAt + restartEveryMs;
    return this.#failedAt + (this.#offers ? 0 : restartBehindMs);
  }
}
