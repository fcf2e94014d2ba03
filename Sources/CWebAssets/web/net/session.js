// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// A session with the server over as many connections as it takes.

/** @typedef {'idle'|'connecting'|'ready'|'reconnecting'|'ended'} ConnectionState */
/** @typedef {import('./auth.js').Auth} Auth */
/** @typedef {import('../room/room-model.js').RoomModel} RoomModel */
/** @typedef {import('../room/types.js').JoinAnswer} JoinAnswer */
/** @typedef {import('../room/types.js').Hello} Hello */

/**
 * Events:
 * - `statechange`, detail `{state}`;
 * - `joined`, detail the join answer;
 * - `rejoined`, detail the join answer: the seat was gone (the grace had passed, or the server lost it), and the same
 *   room was joined again. `model` is the same object with a new `me`; `id` is another, so a mesh begins anew;
 * - `left`, detail `{reason, error}`: out of the room, while the session goes on. `reason` is `left`, `ended` (the room
 *   is over) or `lost` (the seat was gone and joining again was refused: `error`);
 * - `ended`, detail `{reason}`: `closeReason`. `connect()` begins a new session.
 */
export class Session extends EventTarget {
  /**
   * @param {object} options
   * @param {string} options.url  `wss://…/ws`
   * @param {Auth} options.auth
   * @param {(url: string, protocol: string) => WebSocket} [options.makeSocket]
   */
  constructor(options) {
    super();
    /** @protected */
    this.options = options;
    /** @type {ConnectionState} */
    this.state = 'idle';
    /** @type {Hello|null} */
    this.hello = null;
    /** The session's id; another one after `rejoined`. @type {string|null} */
    this.id = null;
    /** @type {string|null} */
    this.participant = null;
    /** Why the session ended. @type {{code: number, name: string}|null} */
    this.closeReason = null;
    /** @type {string|null} */
    this.room = null;
    /** @type {RoomModel|null} */
    this.model = null;
  }

  /**
   * Resolves when the session is authenticated; at once when it is. Rejects after three attempts, or when the account
   * has to sign in; it may be called again then.
   * @returns {Promise<void>}
   */
  async connect() {
    throw new Error('unwritten');
  }

  /**
   * Asks the server; waits while there is no connection, for 30 s in all. What does no harm a second time is asked again
   * after a resume; a `signal.send` whose connection was lost rejects with `network`.
   * @param {string} _method
   * @param {Record<string, unknown>} _params
   * @returns {Promise<any>}
   */
  async request(_method, _params) {
    throw new Error('unwritten');
  }

  /**
   * Asks with a `key`, again with the same one after a resume, until it is answered. A `key` among `params` is kept, so
   * that progress can be told apart.
   * @param {string} _method
   * @param {Record<string, unknown>} _params
   * @returns {Promise<any>}  a receipt, or what the method answers
   */
  async command(_method, _params) {
    throw new Error('unwritten');
  }

  /**
   * Takes a seat. When this resolves, `room` and `model` are set and `model.state` is what the server told.
   * @param {string} _room
   * @param {{media: boolean, people?: number}} _options
   * @returns {Promise<JoinAnswer>}
   */
  async join(_room, _options) {
    throw new Error('unwritten');
  }

  /** Gives the seat up; the session goes on. @returns {Promise<void>} */
  async leave() {
    throw new Error('unwritten');
  }

  /** Leaves and ends the session, as when the page goes away: nothing is waited for. */
  bye() {
    throw new Error('unwritten');
  }
}
