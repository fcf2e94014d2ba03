// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The part of the session's core that comes and goes: opens a connection, is greeted, signs in or resumes, comes back
// when the connection is lost, and ends. Pure; `session-core.js` completes it.

import {closeName, growingPauseMs, isFinal, pauseAfterMs} from './close-codes.js';
import {PlenaryError} from './errors.js';
import {SessionSeat} from './session-seat.js';

/** @typedef {import('./close-codes.js').Loss} Loss */
/** @typedef {import('../room/types.js').Hello} Hello */

/** Within this time of a greeting a sign-in is tried again on the same connection; the server closes it after 10 s. */
const SIGN_IN_PATIENCE_MS = 7_000;
/** A connection that lasted so long makes the failures before it forgotten. */
const LASTING_CONNECTION_MS = 1_000;
const FIRST_ATTEMPTS_MAX = 3;
/** How long a resume on a connection that was let go of may still arrive, and show a token that is old by then. */
const LATE_RESUME_MS = 120_000;
const TOKEN_REUSED = 4507;

export class SessionLine extends SessionSeat {
  /**
   * Begins; a second time does nothing.
   * @param {number} now
   */
  start(now) {
    if (this.phase === 'idle') this.connect(now);
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
    if (code === TOKEN_REUSED && this.#mayHaveReused(now)) {
      this.seatIsGone(true, null);
      return this.#comeBack({kind: 'asked'}, now);
    }
    if (isFinal(code)) {
      this.#leaveConnection(now);
      this.enter('waiting', now);  // There is no connection to drop.
      return this.end({code, name: closeName(code)}, null, now);
    }
    const isOwnCode = code >= 4000 && code < 4500;
    const wasOpen = this.phase !== 'connecting' && this.phase !== 'greeting';
    this.#comeBack(isOwnCode ? {kind: 'closed', code} : {kind: wasOpen ? 'vanished' : 'unreachable'}, now);
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

  // Signing in.

  /**
   * @param {Hello} hello
   * @param {number} now
   */
  greeted(hello, now) {
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
    this.askToSignIn(now);
  }

  /** @param {number} now */
  askToSignIn(now) {
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
    else if (this.phase === 'authenticating' && this.signInID === null) this.signInRefused(error, now);
  }

  /**
   * @param {Record<string, any>} answer
   * @param {number} now
   */
  signedIn(answer, now) {
    this.signInID = null;
    this.wantsFreshToken = false;
    if (this.phase === 'resuming' && this.seat) {
      this.seat.token = answer.token;
      this.seat.reconnect = answer.reconnect;
      if (answer.watching) this.seat.streams.keepWatching(answer.watching);
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
  signInRefused(error, now) {
    this.signInID = null;
    if (this.phase === 'resuming' && error.code === 'token_reused' && !this.#mayHaveReused(now)) {
      return this.end({code: TOKEN_REUSED, name: closeName(TOKEN_REUSED)}, error, now);
    }
    if (this.phase === 'resuming' && !error.retryable) {
      // The grace has passed, or the seat is gone for another reason: begin a new session, and ask for the room again.
      this.seatIsGone(true, error);
      return this.askToSignIn(now);
    }
    if (error.code === 'token_invalid' && !this.wantsFreshToken && this.phase === 'authenticating') {
      this.wantsFreshToken = true;
      return this.askToSignIn(now);
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
  connect(now) {
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
    this.#leaveConnection(now);
    const reconnect = this.seat?.reconnect;
    const slotMs = reconnect ? reconnect.slot * reconnect.spreadMs : null;
    const pauseMs = pauseAfterMs(loss, {failures: this.failures, fraction: this.random(), slotMs});
    this.failures += 1;
    this.enter('waiting', now);
    if (!this.hasSignedIn && this.failures >= FIRST_ATTEMPTS_MAX) {
      return this.end(null, this.lastError ?? new PlenaryError('network', {message: loss.kind}), now);
    }
    if (pauseMs <= 0) return this.connect(now);
    this.waitUntil = now + pauseMs;
    this.actions.push({type: 'away', loss, pauseMs});
  }

  /**
   * Nothing that was sent will be answered any more.
   * @param {number} now
   */
  #leaveConnection(now) {
    if (this.phase === 'resuming' && this.signInID !== null) this.resumeInDoubtAt = now;
    this.signInID = null;
    this.signInNotBefore = Infinity;
    this.probeUntil = Infinity;
    this.requestsLostConnection();
  }

  /**
   * Whether it was this page that showed an old token: a resume that went unanswered can come to the server after the
   * next one did. Then the session is gone, but nobody holds a copy.
   * @param {number} now
   */
  #mayHaveReused(now) {
    return now - this.resumeInDoubtAt < LATE_RESUME_MS;
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
}
