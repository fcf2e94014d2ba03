// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The part of the session's core that keeps requests until they are answered. Pure; `session-core.js` completes it.

import {PlenaryError} from './errors.js';
import {
  OPEN_REQUESTS_MAX, isHarmless, isToldToWait, makeRequest, needsSeat, repetitionAt, waitsOnUntil,
} from './open-requests.js';

/** @typedef {import('./open-requests.js').OpenRequest} OpenRequest */
/** @typedef {import('./open-requests.js').Params} Params */
/** @typedef {import('../room/types.js').Push} Push */

/**
 * - `idle`: exits to `connecting` by `start`;
 * - `connecting`: to `greeting` when the connection is open;
 * - `greeting`: to `authenticating` or `resuming` by `server.hello`;
 * - `authenticating`, `resuming`: to `ready`; from `resuming` to `authenticating` when there is nothing to resume;
 * - `ready`: signed in;
 * - `waiting`: without a connection; to `connecting` when the time has come;
 * - `ended`: no exits. Each but `idle` also goes to `waiting` when its connection is lost, and to `ended`.
 * @typedef {'idle'|'connecting'|'greeting'|'authenticating'|'resuming'|'ready'|'waiting'|'ended'} Phase
 */

/**
 * What is to be done, in order.
 * @typedef {{type: 'connect'} | {type: 'disconnect'} | {type: 'send', text: string}
 *   | {type: 'token', purpose: 'authenticate'|'refresh', isFresh: boolean}
 *   | {type: 'answer', id: number, result: any} | {type: 'refuse', id: number, error: PlenaryError}
 *   | {type: 'hello', hello: import('../room/types.js').Hello} | {type: 'signedIn', answer: any}
 *   | {type: 'resumed', answer: any} | {type: 'joined', answer: any, isRejoin: boolean} | {type: 'push', push: Push}
 *   | {type: 'queued', place: import('./errors.js').QueuePlace} | {type: 'waits'}
 *   | {type: 'left', reason: 'left'|'ended'|'lost', error: PlenaryError|null}
 *   | {type: 'away', loss: import('./close-codes.js').Loss, pauseMs: number}
 *   | {type: 'ended', reason: {code: number, name: string}|null, error: PlenaryError|null,
 *     hasSignedIn: boolean}} Action
 */

/** @typedef {{room: string, join: Params, token: string, reconnect: {slot: number, spreadMs: number},
 *   streams: import('./stream-positions.js').StreamPositions}} Seat */

export class SessionRequests {
  /**
   * @param {{random?: () => number}} options  fractions from 0 to 1
   */
  constructor({random = () => 0.5}) {
    this.random = random;
    /** @type {Phase} */
    this.phase = 'idle';
    /** When `phase` was entered. */
    this.since = 0;
    /** @type {Action[]} */
    this.actions = [];
    this.heartbeat = {intervalMs: 5_000, timeoutMs: 12_000};
    this.frameBytesMax = 65_536;
    this.serverOffsetMs = 0;
    this.lastSentAt = 0;
    this.lastHeardAt = 0;
    this.greetedAt = 0;
    this.waitUntil = Infinity;
    this.probeUntil = Infinity;
    /**
     * The sign-in or resume that waits for its answer.
     * @type {number|null}
     */
    this.signInID = null;
    this.signInNotBefore = Infinity;
    this.wantsFreshToken = false;
    this.resumeInDoubtAt = -Infinity;
    this.hasSignedIn = false;
    /** Connections that were lost or failed since the last that lasted. */
    this.failures = 0;
    /** @type {PlenaryError|null} */
    this.lastError = null;
    /** @type {number|null} */
    this.refreshID = null;
    this.refreshAt = Infinity;
    /** @type {Seat|null} */
    this.seat = null;
    /**
     * The seat is gone and this asks for another.
     * @type {{join: Params, streams: string[]}|null}
     */
    this.rejoin = null;
    /** @type {number|null} */
    this.rejoinID = null;
    this.rejoinNotBefore = Infinity;
    /** The seat was taken again and the room's state has not come: what the page knows of the room is of before. */
    this.awaitsState = false;
    /**
     * A join that is answered once the room's state is there.
     * @type {{id: number, result: any}|null}
     */
    this.joining = null;
    /**
     * By id, in the order of asking.
     * @type {Map<number, OpenRequest>}
     */
    this.requests = new Map();
    this.lastID = 0;
  }

  /**
   * What is to be done, in this order; a second call gives what came since.
   * @returns {Action[]}
   */
  takeActions() {
    return this.actions.splice(0);
  }

  get hasConnection() {
    return this.phase !== 'idle' && this.phase !== 'waiting' && this.phase !== 'ended';
  }

  /**
   * What the page shows.
   * @returns {'idle'|'connecting'|'ready'|'reconnecting'|'ended'}
   */
  get publicState() {
    if (this.phase === 'idle' || this.phase === 'ended') return this.phase;
    if (this.phase === 'ready' && this.rejoin === null && !this.awaitsState) return 'ready';
    return this.hasSignedIn ? 'reconnecting' : 'connecting';
  }

  /**
   * @param {Phase} phase
   * @param {number} now
   */
  enter(phase, now) {
    this.phase = phase;
    this.since = now;
  }

  // Requests.

  /**
   * Asks the server; the answer comes as an action, after however many connections.
   * @param {string} method
   * @param {Params} params  with `key`: a command
   * @param {number} now
   * @returns {number}  the id of the answer
   */
  request(method, params, now) {
    const request = makeRequest(this.lastID += 1, method, params, now);
    const refusal = this.#refusalOf(request);
    if (refusal) {
      this.actions.push({type: 'refuse', id: request.id, error: refusal});
      return request.id;
    }
    this.requests.set(request.id, request);
    if (method === 'roster.watch') for (const stream of params.streams) this.seat?.streams.begin(stream);
    if (method === 'roster.unwatch') for (const stream of params.streams) this.seat?.streams.end(stream);
    this.#trySending(request, now);
    return request.id;
  }

  /** @param {OpenRequest} request */
  #refusalOf(request) {
    if (this.phase === 'ended') return new PlenaryError('ended');
    if (this.requests.size >= OPEN_REQUESTS_MAX) return new PlenaryError('rate_limited', {retryable: true});
    const isTooLong = new TextEncoder().encode(request.text).length > this.frameBytesMax;
    return isTooLong ? new PlenaryError('invalid_params', {details: 'too long'}) : null;
  }

  /**
   * Sends what waits, in the order of asking.
   * @param {number} now
   */
  sendPending(now) {
    for (const request of [...this.requests.values()]) this.#trySending(request, now);
  }

  /**
   * @param {OpenRequest} request
   * @param {number} now
   */
  #trySending(request, now) {
    if (this.phase !== 'ready' || request.isUnderWay || request.notBefore > now) return;
    if (this.rejoin && needsSeat(request)) return;
    if (request.wasSent && request.method === 'room.leave' && this.seat?.room !== request.params.room) {
      return this.answer(request.id, {});  // It was carried out; only the answer was lost.
    }
    request.isUnderWay = true;
    request.wasSent = true;
    request.notBefore = 0;  // Sent, it may be granted, even if the answer is lost.
    this.#send(request.text, now);
  }

  /**
   * Sends a request of the session's own.
   * @param {string} method
   * @param {Params} params
   * @param {number} now
   * @returns {number}
   */
  sendOwn(method, params, now) {
    const id = this.lastID += 1;
    this.#send(JSON.stringify({jsonrpc: '2.0', id, method, params}), now);
    return id;
  }

  /**
   * @param {string} text
   * @param {number} now
   */
  #send(text, now) {
    this.lastSentAt = now;
    this.actions.push({type: 'send', text});
  }

  /**
   * @param {number} id
   * @param {any} result
   */
  answer(id, result) {
    if (this.requests.delete(id)) this.actions.push({type: 'answer', id, result});
  }

  /**
   * @param {number} id
   * @param {PlenaryError} error
   */
  #refuse(id, error) {
    const request = this.requests.get(id);
    if (!request) return;
    this.requests.delete(id);
    if (request.method === 'roster.watch') this.#stopWanting(request.params.streams);
    this.actions.push({type: 'refuse', id, error});
  }

  /**
   * Of streams whose watch was refused, those that never began and that nobody else has asked for are not watched for
   * when the session comes back.
   * @param {string[]} streams
   */
  #stopWanting(streams) {
    const asked = [...this.requests.values()].filter(({method}) => method === 'roster.watch');
    for (const stream of this.seat?.streams.silent() ?? []) {
      const isAsked = asked.some(({params}) => params.streams.includes(stream));
      if (streams.includes(stream) && !isAsked) this.seat?.streams.end(stream);
    }
  }

  /** @param {PlenaryError} error */
  refuseAll(error) {
    if (this.joining) this.actions.push({type: 'refuse', id: this.joining.id, error});
    this.joining = null;
    for (const id of [...this.requests.keys()]) this.#refuse(id, error);
  }

  /**
   * An answer that refuses: a command told to come back later does so.
   * @param {number} id
   * @param {PlenaryError} error
   * @param {number} now
   */
  refused(id, error, now) {
    const request = this.requests.get(id);
    if (!request) return;
    if (request.isWithdrawn) return this.#refuse(id, new PlenaryError('withdrawn'));
    const isEarly = request.method === 'room.join' && isToldToWait(error);
    const again = isEarly
      ? this.turnAt(error, now) : repetitionAt(request, error, now) ?? waitsOnUntil(request, error, now);
    if (again === null) return this.#refuse(id, error);
    request.isUnderWay = false;
    request.repetitions += 1;
    request.notBefore = again;
  }

  /**
   * A join waits for its turn, or to be let in: when it is asked again.
   * @param {PlenaryError} error
   * @param {number} now
   */
  turnAt(error, now) {
    const waitMs = Math.max(1, error.queue?.waitMs ?? error.retryAfterMs ?? 1_000);
    if (error.code === 'admission_pending') this.actions.push({type: 'waits'});
    else this.actions.push({type: 'queued', place: {position: error.queue?.position ?? 1, waitMs}});
    return now + waitMs;
  }

  /** Whoever wanted to join does not wait any longer; a join under way is refused unless it is granted. */
  withdrawJoins() {
    for (const request of [...this.requests.values()]) {
      if (request.method !== 'room.join') continue;
      if (request.isUnderWay || (request.wasSent && request.notBefore === 0)) request.isWithdrawn = true;
      else this.#refuse(request.id, new PlenaryError('withdrawn'));
    }
  }

  /** What was under way is sent again, where that does no harm. */
  requestsLostConnection() {
    if (this.refreshID !== null) this.refreshAt = 0;
    this.refreshID = null;
    if (this.rejoinID !== null) this.rejoinNotBefore = 0;
    this.rejoinID = null;
    for (const request of [...this.requests.values()]) {
      if (request.isUnderWay && !isHarmless(request)) this.#refuse(request.id, new PlenaryError('network'));
      request.isUnderWay = false;
    }
  }

  get requestsDeadline() {
    let deadline = Infinity;
    for (const request of this.requests.values()) {
      deadline = Math.min(deadline, request.notAfter);
      const isHeldBack = this.rejoin !== null && needsSeat(request);
      if (this.phase === 'ready' && !request.isUnderWay && request.notBefore > 0 && !isHeldBack) {
        deadline = Math.min(deadline, request.notBefore);
      }
    }
    return deadline;
  }

  /** @param {number} now */
  giveUpLate(now) {
    for (const request of [...this.requests.values()]) {
      if (request.notAfter <= now) this.#refuse(request.id, new PlenaryError('timeout'));
    }
  }
}
