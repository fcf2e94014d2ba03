// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What a client of docs/protocol.md does next: a value without socket, clock, timer or randomness of its own. Each input
// is told the time (milliseconds that only go up); what is to be done is collected and taken with `takeActions()`. The
// same inputs give the same actions, so any life of a session can be replayed in a test.
//
// This file opens, greets, signs in, resumes, comes back and knows when something is due; `session-seat.js` knows the
// seat in a room and keeps its streams whole; `session-requests.js` keeps what was asked until it is answered.

import {closeName, growingPauseMs, isFinal, pauseAfterMs} from './close-codes.js';
import {PlenaryError} from './errors.js';
import {SessionSeat} from './session-seat.js';

/** @typedef {import('./close-codes.js').Loss} Loss */
/** @typedef {import('../room/types.js').Hello} Hello */

const CONNECT_TIMEOUT_MS = 3_000;
const SIGN_IN_TIMEOUT_MS = 8_000;
/** Within this time of a greeting a sign-in is tried again on the same connection; the server closes it after 10 s. */
const SIGN_IN_PATIENCE_MS = 7_000;
/** A connection that lasted so long makes the failures before it forgotten. */
const LASTING_CONNECTION_MS = 1_000;
/** How long a connection in doubt has to prove itself. */
const PROBE_MS = 2_000;
const FIRST_ATTEMPTS_MAX = 3;

export class SessionCore extends SessionSeat {
  /**
   * Begins; a second time does nothing.
   * @param {number} now
   */
  start(now) {
    if (this.phase === 'idle') this.#connect(now);
  }

  /**
   * The connection is open.
   * @param {number} now
   */
  opened(now) {
    if (this.phase !== 'connecting') return;
    this.enter('greeting', now);
    this.lastHeardAt = now;
  }

  /**
   * The connection is gone, or could not be opened.
   * @param {number} code  1006 where nobody said why
   * @param {number} now
   */
  closed(code, now) {
    if (!this.hasConnection) return;
    if (isFinal(code)) {
      this.#leaveConnection();
      this.enter('waiting', now);  // There is no connection to drop.
      return this.end({code, name: closeName(code)}, null, now);
    }
    const isOwnCode = code >= 4000 && code < 4500;
    const wasOpen = this.phase !== 'connecting' && this.phase !== 'greeting';
    this.#comeBack(isOwnCode ? {kind: 'closed', code} : {kind: wasOpen ? 'vanished' : 'unreachable'}, now);
  }

  /**
   * The network is back: nothing is waited for, and a connection that looks open has to prove it.
   * @param {number} now
   */
  online(now) {
    this.failures = 0;
    switch (this.phase) {
      case 'waiting': return this.#connect(now);
      case 'connecting': case 'greeting':
        this.actions.push({type: 'disconnect'});
        return this.#connect(now);
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

  /**
   * Ends the session here; the server keeps the seat for the grace unless it was given up before.
   * @param {number} now
   */
  stop(now) {
    this.end(null, null, now);
  }

  /**
   * Leaves the room and ends the session, waiting for nothing.
   * @param {number} now
   */
  bye(now) {
    if (this.phase === 'ready') this.sendOwn('session.bye', {}, now);
    this.stop(now);
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
      if (push.method === 'server.hello') this.#greeted(/** @type {Hello} */ (push.params), now);
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
    if (id === this.signInID) return this.#signedIn(result, now);
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
    if (id === this.signInID) return this.#signInRefused(error, now);
    if (id === this.rejoinID) return this.rejoinRefused(error, now);
    if (id === this.refreshID) return this.refreshRefused(error, now);
    this.refused(id, error, now);
  }

  // Signing in.

  /**
   * @param {Hello} hello
   * @param {number} now
   */
  #greeted(hello, now) {
    if (this.phase !== 'greeting') return;
    if (hello.protocol !== 1) {
      const message = `the server speaks protocol ${hello.protocol}`;
      return this.end(null, new PlenaryError('protocol_unknown', {message}), now);
    }
    this.heartbeat = hello.heartbeat;
    this.frameBytesMax = hello.limits.frameBytes ?? this.frameBytesMax;
    this.serverOffsetMs = hello.time - now;
    this.greetedAt = now;
    this.enter(this.seat ? 'resuming' : 'authenticating', now);
    this.actions.push({type: 'hello', hello});
    this.#askToSignIn(now);
  }

  /** @param {number} now */
  #askToSignIn(now) {
    this.signInNotBefore = Infinity;
    this.since = now;
    if (this.phase === 'resuming' && this.seat) {
      const {token, room, streams} = this.seat;
      this.signInID = this.sendOwn('session.resume', {token, room, streams: streams.known()}, now);
    } else {
      this.phase = 'authenticating';
      this.signInID = null;
      this.actions.push({type: 'token', purpose: 'authenticate', isFresh: this.wantsFreshToken});
    }
  }

  /**
   * The access token that the action `token` asked for.
   * @param {'authenticate'|'refresh'} purpose
   * @param {string} accessToken
   * @param {number} now
   */
  token(purpose, accessToken, now) {
    if (purpose === 'refresh') {
      if (this.phase === 'ready') this.refreshID = this.sendOwn('session.refresh', {accessToken}, now);
      else this.refreshAt = 0;
    } else if (this.phase === 'authenticating' && this.signInID === null) {
      this.signInID = this.sendOwn('session.authenticate', {method: 'token', accessToken}, now);
    }
  }

  /**
   * There is no access token.
   * @param {'authenticate'|'refresh'} purpose
   * @param {PlenaryError} error
   * @param {number} now
   */
  tokenFailed(purpose, error, now) {
    if (purpose === 'refresh') this.refreshRefused(error, now);
    else if (this.phase === 'authenticating' && this.signInID === null) this.#signInRefused(error, now);
  }

  /**
   * @param {Record<string, any>} answer
   * @param {number} now
   */
  #signedIn(answer, now) {
    this.signInID = null;
    this.wantsFreshToken = false;
    if (this.phase === 'resuming' && this.seat) {
      this.seat.token = answer.token;
      this.seat.reconnect = answer.reconnect;
      this.refreshSoon(now);
      this.actions.push({type: 'resumed', answer});
    } else {
      this.expires(answer.expiresAt, now);
      this.actions.push({type: 'signedIn', answer});
    }
    this.hasSignedIn = true;
    this.enter('ready', now);
    this.probeUntil = Infinity;
    for (const stream of this.seat?.streams.silent() ?? []) this.watchAgain(stream, now);
    this.askToRejoin(now);
    this.sendPending(now);
  }

  /**
   * @param {PlenaryError} error
   * @param {number} now
   */
  #signInRefused(error, now) {
    this.signInID = null;
    if (this.phase === 'resuming' && error.code === 'token_reused') {
      return this.end({code: 4507, name: closeName(4507)}, error, now);
    }
    if (this.phase === 'resuming' && !error.retryable) {
      // The grace has passed, or the seat is gone for another reason: begin a new session, and ask for the room again.
      this.seatIsGone(true, error);
      return this.#askToSignIn(now);
    }
    if (error.code === 'token_invalid' && !this.wantsFreshToken && this.phase === 'authenticating') {
      this.wantsFreshToken = true;
      return this.#askToSignIn(now);
    }
    if (!error.retryable) return this.end({code: 4503, name: closeName(4503)}, error, now);
    const pauseMs = Math.max(growingPauseMs(this.failures, this.random()), error.retryAfterMs ?? 0);
    if (now + pauseMs - this.greetedAt >= SIGN_IN_PATIENCE_MS) {
      this.lastError = error;
      return this.drop({kind: 'refused', retryAfterMs: error.retryAfterMs ?? 0}, now);
    }
    this.failures += 1;
    this.signInNotBefore = now + pauseMs;
  }

  // Coming and going.

  /** @param {number} now */
  #connect(now) {
    this.enter('connecting', now);
    this.actions.push({type: 'connect'});
  }

  /**
   * Drops the connection and comes back.
   * @param {Loss} loss
   * @param {number} now
   */
  drop(loss, now) {
    this.actions.push({type: 'disconnect'});
    this.#comeBack(loss, now);
  }

  /**
   * @param {Loss} loss
   * @param {number} now
   */
  #comeBack(loss, now) {
    if (this.phase === 'ready' && now - this.since >= LASTING_CONNECTION_MS) this.failures = 0;
    this.#leaveConnection();
    const reconnect = this.seat?.reconnect;
    const slotMs = reconnect ? reconnect.slot * reconnect.spreadMs : null;
    const pauseMs = pauseAfterMs(loss, {failures: this.failures, fraction: this.random(), slotMs});
    this.failures += 1;
    this.enter('waiting', now);
    if (!this.hasSignedIn && this.failures >= FIRST_ATTEMPTS_MAX) {
      return this.end(null, this.lastError ?? new PlenaryError('network', {message: loss.kind}), now);
    }
    if (pauseMs <= 0) return this.#connect(now);
    this.waitUntil = now + pauseMs;
    this.actions.push({type: 'away', loss, pauseMs});
  }

  /** Nothing that was sent will be answered any more. */
  #leaveConnection() {
    this.signInID = null;
    this.signInNotBefore = Infinity;
    this.probeUntil = Infinity;
    this.requestsLostConnection();
  }

  /**
   * Ends the session: nothing follows.
   * @param {{code: number, name: string}|null} reason
   * @param {PlenaryError|null} error
   * @param {number} now
   */
  end(reason, error, now) {
    if (this.phase === 'ended') return;
    if (this.hasConnection) this.actions.push({type: 'disconnect'});
    this.enter('ended', now);
    this.seat = null;
    this.rejoin = null;
    this.refuseAll(error ?? new PlenaryError('ended', {message: reason?.name ?? 'stopped'}));
    this.actions.push({type: 'ended', reason, error, hasSignedIn: this.hasSignedIn});
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
      case 'waiting': return this.waitUntil <= now ? this.#connect(now) : undefined;
      case 'connecting': case 'greeting':
        return this.since + CONNECT_TIMEOUT_MS <= now ? this.drop({kind: 'unreachable'}, now) : undefined;
      case 'authenticating': case 'resuming':
        if (this.signInNotBefore <= now) return this.#askToSignIn(now);
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
