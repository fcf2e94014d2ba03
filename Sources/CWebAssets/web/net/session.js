// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// A session with the server over as many connections as it takes: performs what `SessionCore` decides.

import {Alarm} from './alarm.js';
import {Connection} from './connection.js';
import {PlenaryError} from './errors.js';
import {SessionCore} from './session-core.js';
import {RoomModel} from '../room/room-model.js';

/** @typedef {'idle'|'connecting'|'ready'|'reconnecting'|'ended'} ConnectionState */
/** @typedef {import('./auth.js').Auth} Auth */
/** @typedef {import('./session-requests.js').Action} Action */
/** @typedef {import('../room/types.js').JoinAnswer} JoinAnswer */
/** @typedef {import('../room/types.js').Hello} Hello */
/** @typedef {{resolve: (result: any) => void, reject: (error: PlenaryError) => void}} Waiting */

/** A session is renewed with a token that outlasts the old one. */
const REFRESH_TOKEN_MS = 120_000;
const TOKEN_MS = 30_000;
/** So long a screen waits for a session that has lost its connection. */
const CONNECT_PATIENCE_MS = 20_000;

/**
 * Events:
 * - `statechange`, detail `{state}`;
 * - `queued`, detail `{position, waitMs}`: more want to join than the room lets in at once; the session joins by itself
 *   when its turn has come, also after a reconnect;
 * - `waits`: a guest waits to be let in; the session asks again by itself, and each answer that says so is told;
 * - `joined`, detail the join answer;
 * - `rejoined`, detail the join answer: the seat was gone (the grace had passed, or the server lost it), and the same
 *   room was joined again. `model` is the same object with a new `me`; `id` is another, so a mesh begins anew;
 * - `left`, detail `{reason, error}`: out of the room, while the session goes on. `reason` is `left`, `ended` (the room
 *   is over) or `lost` (the seat was gone and joining again was refused: `error`);
 * - `ended`, detail `{reason, error}`: `closeReason`. `connect()` begins a new session.
 */
export class Session extends EventTarget {
  #core = new SessionCore({random: Math.random});
  /** @type {Map<number, Waiting>} */
  #waiting = new Map();
  /** @type {Action[]} */
  #actions = [];
  #isPerforming = false;
  #alarm = new Alarm(() => this.#run((core, now) => core.timePassed(now)));
  /** @type {AbortController|null} */
  #watchingNetwork = null;
  /** @type {Waiting[]} */
  #connecting = [];
  #now;
  #auth;
  #connection;

  /**
   * @param {object} options
   * @param {string} options.url  `wss://…/ws`
   * @param {Pick<Auth, 'accessToken'>} options.auth
   * @param {import('./connection.js').MakeSocket} [options.makeSocket]
   * @param {{now(): number}} [options.clock]  milliseconds that only go up
   */
  constructor({url, auth, makeSocket = (address, protocol) => new WebSocket(address, protocol), clock = performance}) {
    super();
    this.#auth = auth;
    this.#now = () => clock.now();
    this.#connection = new Connection(url, {
      opened: () => this.#run((core, now) => core.opened(now)),
      received: (text) => this.#run((core, now) => core.received(text, now)),
      closed: (code) => this.#run((core, now) => core.closed(code, now)),
    }, makeSocket);
    /** @type {ConnectionState} */
    this.state = 'idle';
    /** @type {Hello|null} */
    this.hello = null;
    /**
     * The session's id; another one after `rejoined`.
     * @type {string|null}
     */
    this.id = null;
    /** @type {string|null} */
    this.participant = null;
    /**
     * Why the session ended.
     * @type {{code: number, name: string}|null}
     */
    this.closeReason = null;
    /** @type {string|null} */
    this.room = null;
    /** @type {RoomModel|null} */
    this.model = null;
  }

  /**
   * Resolves when the session is authenticated; at once when it is. Rejects after three attempts, after 20 s, or when
   * the account has to sign in; it may be called again then.
   * @returns {Promise<void>}
   */
  connect() {
    if (this.state === 'ready') return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#giveUp(waiting), CONNECT_PATIENCE_MS);
      const waiting = {
        resolve: () => resolve(clearTimeout(timer)),
        /** @param {PlenaryError} error */
        reject: (error) => reject((clearTimeout(timer), error)),
      };
      this.#connecting.push(waiting);
      if (this.#core.phase === 'ended') this.#beginAnew();
      this.#watchNetwork();
      this.#run((core, now) => core.start(now));
    });
  }

  /**
   * Asks the server; waits while there is no connection, for 30 s in all. What does no harm a second time is asked
   * again after a resume; a `signal.send` whose connection was lost rejects with `network`.
   * @param {string} method
   * @param {Record<string, unknown>} params
   * @returns {Promise<any>}
   */
  request(method, params) {
    return new Promise((resolve, reject) => {
      this.#run((core, now) => this.#waiting.set(core.request(method, params, now), {resolve, reject}));
    });
  }

  /**
   * Asks with a `key`, again with the same one after a resume, until it is answered. A `key` among `params` is kept, so
   * that progress can be told apart.
   * @param {string} method
   * @param {Record<string, unknown>} params
   * @returns {Promise<any>}  a receipt, or what the method answers
   */
  command(method, params) {
    return this.request(method, {key: crypto.randomUUID(), ...params});
  }

  /**
   * Takes a seat. When this resolves, `room` and `model` are set and `model.state` is what the server told. Rejects
   * with `withdrawn` after `withdrawJoin`.
   * @param {string} room
   * @param {{media: boolean, people?: number}} options
   * @returns {Promise<JoinAnswer>}
   */
  async join(room, {media, people = 1}) {
    return this.request('room.join', {room, people, media});
  }

  /** Waits for a turn to join no longer. A join that is being granted still resolves: leave then. */
  withdrawJoin() {
    this.#run((core) => core.withdrawJoins());
  }

  /**
   * Gives the seat up; the session goes on.
   * @returns {Promise<void>}
   */
  async leave() {
    if (this.room !== null) await this.request('room.leave', {room: this.room});
  }

  /** Leaves and ends the session, as when the page goes away: nothing is waited for. */
  bye() {
    this.#run((core, now) => core.bye(now));
  }

  /** Whoever sees that the network is back says so here: a session that waits to connect again does so at once. */
  networkIsBack() {
    this.#run((core, now) => core.online(now));
  }

  /** The server's clock, in milliseconds since 1970. */
  get serverTime() {
    return this.#now() + this.#core.serverOffsetMs;
  }

  // Performing.

  /** @param {Waiting} waiting */
  #giveUp(waiting) {
    this.#connecting = this.#connecting.filter((each) => each !== waiting);
    waiting.reject(new PlenaryError('timeout'));
  }

  /** @param {(core: SessionCore, now: number) => void} input */
  #run(input) {
    input(this.#core, this.#now());
    this.#actions.push(...this.#core.takeActions());
    // What a listener asks for while actions are performed comes after them.
    if (this.#isPerforming) return;
    this.#isPerforming = true;
    for (let action = this.#actions.shift(); action; action = this.#actions.shift()) this.#perform(action);
    this.#isPerforming = false;
    this.#setState(this.#core.publicState);
    this.#alarm.set(this.#core.deadline, this.#now());
  }

  /** @param {Action} action */
  #perform(action) {
    switch (action.type) {
      case 'connect': return this.#connection.open();
      case 'disconnect': return this.#connection.drop();
      case 'send': return this.#connection.send(action.text);
      case 'token': return void this.#fetchToken(action.purpose, action.isFresh);
      case 'answer': return this.#take(action.id)?.resolve(action.result);
      case 'refuse': return this.#take(action.id)?.reject(action.error);
      case 'hello': this.hello = action.hello; return;
      case 'signedIn': return this.#identify(action.answer);
      case 'resumed':
        this.#identify(action.answer);
        return this.model?.resumed(action.answer);
      case 'queued': return this.#tell('queued', action.place);
      case 'waits': return this.#tell('waits', null);
      case 'joined': return this.#joined(action.answer, action.isRejoin);
      case 'push': return this.#apply(action.push);
      case 'left': return this.#left(action.reason, action.error);
      case 'ended': return this.#ended(action);
      case 'away': return;
    }
  }

  /** @param {number} id */
  #take(id) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  /**
   * @param {'authenticate'|'refresh'} purpose
   * @param {boolean} isFresh
   */
  async #fetchToken(purpose, isFresh) {
    const core = this.#core;
    try {
      const validForMs = purpose === 'refresh' ? REFRESH_TOKEN_MS : isFresh ? Infinity : TOKEN_MS;
      const token = await this.#auth.accessToken(validForMs);
      if (core === this.#core) this.#run((_, now) => core.token(purpose, token, now));
    } catch (caught) {
      const error = PlenaryError.from(caught);
      if (core === this.#core) this.#run((_, now) => core.tokenFailed(purpose, error, now));
    }
  }

  /** @param {{session: string, participant: string}} answer */
  #identify({session, participant}) {
    this.id = session;
    this.participant = participant;
  }

  /**
   * @param {JoinAnswer} answer
   * @param {boolean} isRejoin
   */
  #joined(answer, isRejoin) {
    this.#identify(answer);
    this.room = answer.room;
    if (isRejoin && this.model?.room === answer.room) this.model.rejoined(answer);
    else this.model = new RoomModel(answer, (method, params) => this.request(method, params));
    this.#tell(isRejoin ? 'rejoined' : 'joined', answer);
  }

  /** @param {import('../room/types.js').Push} push */
  #apply(push) {
    try {
      this.model?.apply(push);
    } catch (fault) {
      console.error('a push did not fit the state', push.method, fault);
      this.#run((core, now) => core.restartStreams(now));
    }
  }

  /**
   * @param {'left'|'ended'|'lost'} reason
   * @param {PlenaryError|null} error
   */
  #left(reason, error) {
    this.room = null;
    this.model = null;
    this.#tell('left', {reason, error});
  }

  /** @param {Extract<Action, {type: 'ended'}>} action */
  #ended({reason, error, hasSignedIn}) {
    this.#watchingNetwork?.abort();
    this.#watchingNetwork = null;
    this.#alarm.stop();
    this.closeReason = reason;
    this.room = null;
    const refusal = error ?? new PlenaryError('ended', {message: reason?.name});
    // Before anybody was signed in this is no more than a failed attempt, which whoever called `connect` hears of.
    this.#setState(hasSignedIn ? 'ended' : 'idle');
    for (const waiting of this.#connecting.splice(0)) waiting.reject(refusal);
    if (hasSignedIn) this.#tell('ended', {reason, error});
  }

  #beginAnew() {
    this.#core = new SessionCore({random: Math.random});
    // Ids of an old core's requests were all answered when it ended.
    this.#waiting.clear();
    this.closeReason = null;
    this.room = null;
    this.model = null;
  }

  /** @param {ConnectionState} state */
  #setState(state) {
    if (this.#core.phase === 'ended' && !this.#core.hasSignedIn) state = 'idle';
    if (state === 'ready') for (const waiting of this.#connecting.splice(0)) waiting.resolve(undefined);
    if (state === this.state) return;
    this.state = state;
    this.#tell('statechange', {state});
  }

  /**
   * @param {string} type
   * @param {unknown} detail
   */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, {detail}));
  }

  /** A page that was asleep, or whose network was away, asks for a sign of life at once instead of waiting for one. */
  #watchNetwork() {
    if (this.#watchingNetwork) return;
    this.#watchingNetwork = new AbortController();
    const {signal} = this.#watchingNetwork;
    globalThis.addEventListener?.('online', () => this.networkIsBack(), {signal});
    // Another network in place of this one, of which nobody says `online` unless there was a while without any.
    const {connection} = /** @type {{connection?: EventTarget}} */ (globalThis.navigator ?? {});
    // Mere estimates of its speed are told likewise, so whoever waits for his turn goes on waiting.
    connection?.addEventListener('change', () => {
      if (this.state === 'ready') this.networkIsBack();
    }, {signal});
    // A page that comes out of the browser's cache has lost its connection.
    globalThis.addEventListener?.('pageshow', ({persisted}) => {
      if (persisted) this.networkIsBack();
    }, {signal});
    globalThis.document?.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.#run((core, now) => core.awoke(now));
      else this.#alarm.outlastHiding();
    }, {signal});
    // A tab that the browser had frozen may have been visible all the time.
    globalThis.document?.addEventListener('resume', () => this.#run((core, now) => core.awoke(now)), {signal});
    if (globalThis.document?.visibilityState === 'hidden') this.#alarm.outlastHiding();
  }
}
