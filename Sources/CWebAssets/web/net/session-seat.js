// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The part of the session's core that knows its seat in a room: joining, joining again when the seat is gone, the
// room's streams, and when the session has to be renewed. Pure; `session-core.js` completes it.

import {growingPauseMs} from './close-codes.js';
import {PlenaryError} from './errors.js';
import {isToldToWait} from './open-requests.js';
import {SessionRequests} from './session-requests.js';
import {StreamPositions} from './stream-positions.js';

/** @typedef {import('./session-requests.js').Params} Params */
/** @typedef {import('../room/types.js').Push} Push */

const REFRESH_LEAD_MS = 60_000;
const REFRESH_AGAIN_MS = 10_000;
/** A restarted server forgets when sessions end, and gives those that come back fifteen minutes. */
const REFRESH_AFTER_RESUME_MS = 300_000;

export class SessionSeat extends SessionRequests {
  // Answers.

  /**
   * What an answer to one of the page's requests changes for the session.
   * @param {number} id
   * @param {any} result
   */
  answered(id, result) {
    const request = this.requests.get(id);
    if (!request) return;  // A ping's, or a watch's of the session's own: nobody waits for it.
    switch (request.method) {
      case 'room.join':
        // Answered when the first state is there, so that whoever joins sees the room and not an empty one.
        this.#seated(result, request.params, false);
        this.requests.delete(id);
        this.joining = {id, result};
        return;
      case 'room.leave':
        if (this.seat?.room === request.params.room) this.seatIsGone(false, null, 'left');
        break;
      case 'session.bye':
        this.seat = null;
        this.awaitsState = false;
        break;
    }
    this.answer(id, result);
  }

  /**
   * @param {string} stream
   * @param {number} now
   */
  watchAgain(stream, now) {
    if (!this.seat) return;
    this.seat.streams.begin(stream);
    this.sendOwn('roster.watch', {room: this.seat.room, streams: [stream]}, now);
  }

  /**
   * @param {import('../room/types.js').JoinAnswer} answer
   * @param {Params} join  how it was asked for, to ask again
   * @param {boolean} isRejoin
   */
  #seated(answer, join, isRejoin) {
    const {room, token, reconnect} = answer;
    this.seat = {room, join, token, reconnect, streams: new StreamPositions()};
    this.awaitsState = isRejoin;
    this.actions.push({type: 'joined', answer, isRejoin});
  }

  /**
   * The seat is no longer there.
   * @param {boolean} rejoins  whether the page asks for another
   * @param {PlenaryError|null} error
   * @param {'left'|'ended'|'lost'} [reason]
   */
  seatIsGone(rejoins, error, reason = 'lost') {
    const {seat} = this;
    if (!seat) return;
    this.seat = null;
    this.awaitsState = false;
    const leaving = [...this.requests.values()].filter(({method}) => method === 'room.leave');
    if (rejoins && leaving.length > 0) {
      // Gone is what was asked for.
      for (const {id} of leaving) this.answer(id, {});
      this.actions.push({type: 'left', reason: 'left', error: null});
    } else if (rejoins) {
      this.rejoin = {join: seat.join, streams: seat.streams.watched()};
      this.rejoinNotBefore = 0;
    } else {
      this.#refuseJoining(error);
      this.actions.push({type: 'left', reason, error});
    }
  }

  /** @param {PlenaryError|null} error */
  #refuseJoining(error) {
    if (!this.joining) return;
    this.actions.push({type: 'refuse', id: this.joining.id, error: error ?? new PlenaryError('not_in_room')});
    this.joining = null;
  }

  /** @param {number} now */
  askToRejoin(now) {
    if (!this.rejoin || this.phase !== 'ready' || this.rejoinID !== null) return;
    this.rejoinNotBefore = Infinity;
    this.rejoinID = this.sendOwn('room.join', this.rejoin.join, now);
  }

  /**
   * @param {any} answer
   * @param {number} now
   */
  rejoined(answer, now) {
    this.rejoinID = null;
    const rejoin = this.rejoin;
    if (!rejoin) return;
    this.rejoin = null;
    this.#seated(answer, rejoin.join, true);
    for (const stream of rejoin.streams) this.watchAgain(stream, now);
    this.sendPending(now);
  }

  /**
   * @param {PlenaryError} error
   * @param {number} now
   */
  rejoinRefused(error, now) {
    this.rejoinID = null;
    if (!this.rejoin) return;
    if (isToldToWait(error)) {
      this.rejoinNotBefore = this.turnAt(error, now);
      return;
    }
    if (error.retryable) {
      this.failures += 1;
      this.rejoinNotBefore = now + Math.max(growingPauseMs(this.failures, this.random()), error.retryAfterMs ?? 0);
      return;
    }
    this.rejoin = null;
    this.rejoinNotBefore = Infinity;
    this.#refuseJoining(error);
    this.actions.push({type: 'left', reason: error.code === 'room_ended' ? 'ended' : 'lost', error});
    this.sendPending(now);  // The server will refuse what needed the seat.
  }

  // Streams.

  /**
   * Takes in a push of a stream.
   * @param {Push} push
   * @returns {boolean}  false when at least one before it is missing
   */
  pushed(push) {
    const {params} = push;
    const isReset = push.method === 'stream.reset';
    // A newer server may tell what this page does not know; it still counts in its stream.
    if (typeof params.stream !== 'string' || params.room !== this.seat?.room || !this.seat) return true;
    const header = {stream: params.stream, epoch: params.epoch, offset: params.offset};
    switch (this.seat.streams.take(header, isReset)) {
      case 'known': return true;
      case 'early': return false;
      case 'next': break;
    }
    this.actions.push({type: 'push', push});
    this.#note(push, isReset);
    return true;
  }

  /**
   * What a push changes for the session itself.
   * @param {Push} push
   * @param {boolean} isReset
   */
  #note({method, params}, isReset) {
    const seat = this.seat;
    if (!seat) return;
    if (params.stream === 'summary') {
      const spreadMs = isReset ? params.state.spreadMs : params.spreadMs;
      if (typeof spreadMs === 'number') seat.reconnect = {...seat.reconnect, spreadMs};
    }
    if (isReset && params.stream === 'room') this.awaitsState = false;
    if (isReset && params.stream === 'room' && this.joining) {
      this.actions.push({type: 'answer', id: this.joining.id, result: this.joining.result});
      this.joining = null;
    }
    if (method === 'page.changed' && params.closed === true) seat.streams.end(params.stream);
    if (method === 'room.ended') this.seatIsGone(false, null, 'ended');
  }

  // Renewing.

  /**
   * The session ends then, by the server's clock, unless it is renewed.
   * @param {number} expiresAt
   * @param {number} now
   */
  expires(expiresAt, now) {
    const remainingMs = expiresAt - this.serverOffsetMs - now;
    const leadMs = Math.min(REFRESH_LEAD_MS, remainingMs / 2);
    this.refreshAt = now + Math.max(1_000, remainingMs - leadMs);
  }

  /** @param {number} now */
  refreshSoon(now) {
    const soon = now + REFRESH_AFTER_RESUME_MS * (0.5 + this.random() / 2);
    if (this.refreshID === null) this.refreshAt = Math.min(this.refreshAt, soon);
  }

  /** @protected */
  askForRefresh() {
    this.refreshAt = Infinity;
    this.actions.push({type: 'token', purpose: 'refresh', isFresh: true});
  }

  /**
   * @param {PlenaryError} error
   * @param {number} now
   */
  refreshRefused(error, now) {
    this.refreshID = null;
    // Otherwise the server closes with 4503 when the time has come, which says why.
    if (error.retryable) this.refreshAt = now + Math.max(REFRESH_AGAIN_MS, error.retryAfterMs ?? 0);
  }
}
