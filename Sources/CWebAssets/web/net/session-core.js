// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What a client of docs/protocol.md does next: a value without socket, clock, timer or randomness of its own. Each
// input is told the time (milliseconds that only go up); what is to be done is collected and taken with
// `takeActions()`. The same inputs give the same actions, so any life of a session can be replayed in a test.
//
// This file takes messages apart and knows when something is due; `session-line.js` connects, signs in, resumes and
// comes back; `session-seat.js` knows the seat in a room and keeps its streams whole; `session-requests.js` keeps what
// was asked until it is answered.

import {PlenaryError} from './errors.js';
import {SessionLine} from './session-line.js';

/** @typedef {import('../room/types.js').Hello} Hello */

const CONNECT_TIMEOUT_MS = 3_000;
const SIGN_IN_TIMEOUT_MS = 8_000;
/** How long a connection in doubt has to prove itself. */
const PROBE_MS = 2_000;
/** An attempt as young as this was made over the network that is back. */
const YOUNG_ATTEMPT_MS = 300;

export class SessionCore extends SessionLine {
  /**
   * The network is back: nothing is waited for, and a connection that looks open has to prove it.
   * @param {number} now
   */
  online(now) {
    this.failures = 0;
    switch (this.phase) {
      case 'waiting': return this.connect(now);
      case 'connecting': case 'greeting':
        if (now - this.since < YOUNG_ATTEMPT_MS) return;
        this.actions.push({type: 'disconnect'});
        return this.connect(now);
      case 'ready': return this.probe(now);
      case 'idle': case 'authenticating': case 'resuming': case 'ended': return;
    }
  }

  /**
   * The page is looked at again: its timers may have slept.
   * @param {number} now
   */
  awoke(now) {
    if (this.phase === 'waiting') this.waitUntil = Math.min(this.waitUntil, now);
    else if (now - this.lastHeardAt >= this.heartbeat.intervalMs) this.probe(now);
  }

  /**
   * Asks the server for a sign of life; without one, another connection is opened.
   * @param {number} now
   */
  probe(now) {
    if (this.phase !== 'ready' || this.probeUntil !== Infinity) return;
    this.probeUntil = now + PROBE_MS;
    this.sendOwn('session.ping', {}, now);
  }

  /**
   * What was processed is of no use: resumes so that each stream is set anew.
   * @param {number} now
   */
  restartStreams(now) {
    this.seat?.streams.forget();
    if (this.hasConnection) this.drop({kind: 'asked'}, now);
  }

  // Messages.

  /**
   * One message of the server has arrived.
   * @param {string} text
   * @param {number} now
   */
  received(text, now) {
    this.lastHeardAt = now;
    this.probeUntil = Infinity;
    let messages;
    try {
      const parsed = JSON.parse(text);
      messages = Array.isArray(parsed) ? parsed : [parsed];
    } catch {
      return this.drop({kind: 'gap'}, now);
    }
    for (const message of messages) {
      // A message before this one may have ended the connection.
      if (!this.hasConnection || this.phase === 'connecting') return;
      this.#take(message, now);
    }
  }

  /**
   * @param {Record<string, any>} message
   * @param {number} now
   */
  #take(message, now) {
    if (typeof message.method === 'string') {
      const push = {method: message.method, params: message.params ?? {}};
      if (push.method === 'server.hello') this.greeted(/** @type {Hello} */ (push.params), now);
      else if (!this.pushed(push)) this.drop({kind: 'gap'}, now);
    } else if (message.error) {
      this.#takeRefusal(message.id, PlenaryError.fromAnswer(message.error), now);
    } else {
      this.#takeAnswer(message.id, message.result, now);
    }
  }

  /**
   * @param {number} id
   * @param {any} result
   * @param {number} now
   */
  #takeAnswer(id, result, now) {
    if (id === this.signInID) return this.signedIn(result, now);
    if (id === this.rejoinID) return this.rejoined(result, now);
    if (id !== this.refreshID) return this.answered(id, result);
    this.refreshID = null;
    this.expires(result.expiresAt, now);
  }

  /**
   * @param {number} id
   * @param {PlenaryError} error
   * @param {number} now
   */
  #takeRefusal(id, error, now) {
    if (id === this.signInID) return this.signInRefused(error, now);
    if (id === this.rejoinID) return this.rejoinRefused(error, now);
    if (id === this.refreshID) return this.refreshRefused(error, now);
    this.refused(id, error, now);
  }

  // Time.

  /**
   * When `timePassed` has something to decide; `Infinity` while only messages have.
   * @returns {number}
   */
  get deadline() {
    switch (this.phase) {
      case 'idle': case 'ended': return Infinity;
      case 'waiting': return Math.min(this.waitUntil, this.requestsDeadline);
      case 'connecting': case 'greeting': return Math.min(this.since + CONNECT_TIMEOUT_MS, this.requestsDeadline);
      case 'authenticating': case 'resuming':
        return this.signInNotBefore === Infinity ? this.since + SIGN_IN_TIMEOUT_MS : this.signInNotBefore;
      case 'ready':
        return Math.min(this.lastSentAt + this.heartbeat.intervalMs, this.lastHeardAt + this.heartbeat.timeoutMs,
          this.probeUntil, this.refreshAt, this.rejoinNotBefore, this.requestsDeadline);
    }
  }

  /**
   * Does what is due; earlier than `deadline` nothing is.
   * @param {number} now
   */
  timePassed(now) {
    if (this.deadline > now) return;
    this.giveUpLate(now);
    switch (this.phase) {
      case 'idle': case 'ended': return;
      case 'waiting': return this.waitUntil <= now ? this.connect(now) : undefined;
      case 'connecting': case 'greeting':
        return this.since + CONNECT_TIMEOUT_MS <= now ? this.drop({kind: 'unreachable'}, now) : undefined;
      case 'authenticating': case 'resuming':
        if (this.signInNotBefore <= now) return this.askToSignIn(now);
        return this.since + SIGN_IN_TIMEOUT_MS <= now ? this.drop({kind: 'unreachable'}, now) : undefined;
      case 'ready': return this.#beat(now);
    }
  }

  /** @param {number} now */
  #beat(now) {
    const isSilent = this.lastHeardAt + this.heartbeat.timeoutMs <= now;
    if (isSilent || this.probeUntil <= now) return this.drop({kind: 'silent'}, now);
    if (this.rejoinNotBefore <= now) this.askToRejoin(now);
    if (this.refreshAt <= now) this.askForRefresh();
    this.sendPending(now);
    if (this.lastSentAt + this.heartbeat.intervalMs <= now) this.sendOwn('session.ping', {}, now);
  }
}
