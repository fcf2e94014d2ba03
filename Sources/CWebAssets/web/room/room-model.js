// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What one page knows of its room: the state of each stream, kept up by pushes.

import {lobbyOf} from './lobby-state.js';
import {pageAfter} from './page-state.js';
import {publicationsAfter, publicationsOf} from './publications-state.js';
import {emptyRoomState, messageOf, roomStateAfter, roomStateOf} from './room-state.js';
import {summaryAfter, summaryOf} from './summary-state.js';
import {StreamPositions} from '../net/stream-positions.js';

/** @typedef {import('./types.js').RoomState} RoomState */
/** @typedef {import('./types.js').Summary} Summary */
/** @typedef {import('./types.js').Page} Page */
/** @typedef {import('./types.js').Publications} Publications */
/** @typedef {import('./types.js').Lobby} Lobby */
/** @typedef {import('./types.js').Me} Me */
/** @typedef {import('./types.js').Push} Push */
/** @typedef {import('./types.js').JoinAnswer} JoinAnswer */
/** @typedef {import('./types.js').SearchMatch} SearchMatch */

/** A page that is not looked at draws no frames. */
const FRAME_MS_MAX = 200;

/**
 * Events (all are `CustomEvent`s):
 * - `room`: `state` or `me` changed (coalesced per microtask);
 * - `mesh`: `state.media` or `me.session` changed (coalesced per microtask);
 * - `publications`: `publications` changed (coalesced per microtask); `lobby`: `lobby` changed (likewise);
 * - `summary`, detail `{unit}` (a number, or `'root'`), and `page`, detail `{stream}` (coalesced per frame); a page
 *   that is no longer in `pages` was merged into its neighbour;
 * - `fact`, detail `{push}`: each push of the stream `room` but resets, at once, applied already: who did what, for
 *   notices. Missed facts come after a resume too, so look at `push.params.at`;
 * - `chat`, detail `{message}`, each, at once; after a reset only `room` tells that `state.chat` changed;
 * - `signal`, detail `{from, participant, payload}`, each, at once, in order;
 * - `offered`, detail `{revision, fresh, sdp, tracks}`, and `mediaLost`, detail `{side}`, each, at once, in order;
 * - `progress`, detail `{key, applied, pending}`, each, at once;
 * - `ended`: the room is over; `kicked`: this participant was removed.
 */
export class RoomModel extends EventTarget {
  #positions = new StreamPositions();
  /**
   * Events that are due: by name and detail, each once.
   * @type {Map<string, () => void>}
   */
  #due = new Map();
  /** @type {Map<string, () => void>} */
  #dueWithFrame = new Map();
  #ask;
  /** Whether a place for picture and sound was asked for. */
  #wantsMedia;

  /**
   * @param {JoinAnswer} answer
   * @param {(method: string, params: Record<string, unknown>) => Promise<any>} request
   */
  constructor(answer, request) {
    super();
    /** @type {string} */
    this.room = answer.room;
    /** What others open to come too. */
    this.link = answer.link;
    this.#ask = request;
    /** @type {Me} */
    this.me = meOf(answer);
    this.#wantsMedia = answer.media !== 'none';
    /** @type {RoomState} */
    this.state = emptyRoomState();
    /**
     * What the media server carries; `null` where there is none.
     * @type {Publications|null}
     */
    this.publications = null;
    /**
     * Who waits to be let in; `null` while that is not watched.
     * @type {Lobby|null}
     */
    this.lobby = null;
    /**
     * By unit; `'root'` is the summary of the whole room.
     * @type {Map<number|'root', Summary>}
     */
    this.summaries = new Map();
    /**
     * By stream, `page:1301/1`.
     * @type {Map<string, Page>}
     */
    this.pages = new Map();
  }

  /**
   * Watches streams `summary:<unit>`, `page:<unit>/<page>` and `lobby`; at most 16 at a time, which the caller sees to.
   * @param {string[]} streams
   * @returns {Promise<void>}
   */
  async watch(streams) {
    if (streams.length === 0) return;
    for (const stream of streams) this.#positions.begin(stream);
    try {
      await this.#ask('roster.watch', {room: this.room, streams});
    } catch (error) {
      for (const stream of this.#positions.silent()) if (streams.includes(stream)) this.#positions.end(stream);
      throw error;
    }
  }

  /**
   * Their summaries and pages are forgotten at once.
   * @param {string[]} streams
   * @returns {Promise<void>}
   */
  async unwatch(streams) {
    if (streams.length === 0) return;
    for (const stream of streams) this.#forget(stream);
    await this.#ask('roster.unwatch', {room: this.room, streams});
  }

  /**
   * One page of a unit's members, once.
   * @param {number} unit
   * @param {number} page
   * @returns {Promise<Page>}
   */
  async page(unit, page) {
    return this.#ask('roster.page', {room: this.room, unit, page});
  }

  /**
   * @param {string} query
   * @returns {Promise<{matches: SearchMatch[], more: boolean}>}
   */
  async search(query) {
    return this.#ask('roster.search', {room: this.room, query});
  }

  /**
   * Takes in one push. What was seen before is dropped.
   * @param {Push} push
   * @throws {Error}  when at least one before it is missing, or it does not fit
   */
  apply(push) {
    const {stream, epoch, offset} = push.params;
    if (typeof stream !== 'string') return;
    const isReset = push.method === 'stream.reset';
    switch (this.#positions.take({stream, epoch, offset}, isReset)) {
      case 'known': return;
      case 'early': throw new Error(`messages of ${stream} before ${offset} are missing`);
      case 'next': break;
    }
    const kind = stream.split(':')[0];
    if (kind === 'room') this.#applyRoom(push, isReset);
    else if (kind === 'self') this.#applySelf(push);
    else if (kind === 'summary') this.#applySummary(stream, push.params, isReset);
    else if (kind === 'page') this.#applyPage(stream, push.params, isReset);
    else if (kind === 'publications') this.#applyPublications(push.params, isReset);
    else if (kind === 'lobby') this.#applyLobby(isReset ? push.params.state : push.params);
  }

  /**
   * The session came back to its seat. What it watched and is over meanwhile is forgotten.
   * @param {{session: string, participant: string, role: import('./types.js').Role, watching?: string[]}} answer
   */
  resumed({role, watching}) {
    for (const stream of watching ? this.#positions.keepWatching(watching) : []) {
      this.#forget(stream);
      if (stream.startsWith('page:')) this.#tellWithFrame('page', {stream});
    }
    if (role === this.me.role) return;
    this.me = {...this.me, role};
    this.#tellSoon('room');
  }

  /**
   * The seat was gone and another was taken: every stream begins anew.
   * @param {JoinAnswer} answer
   */
  rejoined(answer) {
    this.me = meOf(answer);
    this.#wantsMedia = answer.media !== 'none';
    this.#positions.forget();
    // The mesh of before is over: what it was then says nothing about who is in it now.
    this.state = {...this.state, media: {...this.state.media, members: []}};
    this.#tellSoon('room');
    this.#tellSoon('mesh');
  }

  /**
   * @param {Push} push
   * @param {boolean} isReset
   */
  #applyRoom(push, isReset) {
    const before = this.state;
    this.state = isReset ? roomStateOf(push.params.state) : roomStateAfter(before, push);
    const after = this.state;
    this.#updateMe();
    if (after.media !== before.media) this.#tellSoon('mesh');
    if (push.method !== 'chat.posted') this.#tellSoon('room');
    if (isReset) return;
    if (push.method === 'chat.posted') this.#tell('chat', {message: messageOf(push.params)});
    this.#tell('fact', {push});
    if (push.method === 'room.ended') this.#tell('ended');
    if (push.method === 'participant.kicked' && push.params.participant === this.me.participant) this.#tell('kicked');
  }

  /** What the room's state says about this participant. */
  #updateMe() {
    const {me, state} = this;
    let {role, media} = me;
    if (role === 'presenter' || role === 'attendee') {
      role = state.presenters.some((each) => each.participant === me.participant) ? 'presenter' : 'attendee';
    }
    const isInMesh = state.media.members.some((each) => each.session === me.session);
    if (isInMesh) media = 'mesh';
    // It carries everybody, also those who had found no place.
    else if (state.media.mode === 'server') media = this.#wantsMedia ? 'server' : 'none';
    else if (media === 'mesh') media = 'none';
    if (role !== me.role || media !== me.media) this.me = {...me, role, media};
  }

  /** @param {Push} push */
  #applySelf({method, params}) {
    const {from, participant, payload, key, applied, pending} = params;
    const {revision, fresh, sdp, tracks, side} = params;
    if (method === 'signal.received') this.#tell('signal', {from, participant, payload});
    if (method === 'control.progressed') this.#tell('progress', {key, applied, pending});
    if (method === 'media.offered') this.#tell('offered', {revision, fresh, sdp, tracks});
    if (method === 'media.lost') this.#tell('mediaLost', {side});
  }

  /**
   * @param {Record<string, any>} params
   * @param {boolean} isReset
   */
  #applyPublications(params, isReset) {
    if (isReset) this.publications = publicationsOf(params.state);
    else if (this.publications) this.publications = publicationsAfter(this.publications, params);
    this.#tellSoon('publications');
  }

  /** @param {Record<string, any>} told */
  #applyLobby(told) {
    this.lobby = lobbyOf(told);
    this.#tellSoon('lobby');
  }

  /**
   * @param {string} stream
   * @param {Record<string, any>} params
   * @param {boolean} isReset
   */
  #applySummary(stream, params, isReset) {
    const unit = stream === 'summary' ? 'root' : Number(stream.slice('summary:'.length));
    const before = this.summaries.get(unit);
    const {rows, counts} = params;
    if (isReset) this.summaries.set(unit, summaryOf(params.state));
    else if (before) this.summaries.set(unit, summaryAfter(before, {rows, counts}));
    this.#tellWithFrame('summary', {unit});
  }

  /**
   * @param {string} stream
   * @param {Record<string, any>} params
   * @param {boolean} isReset
   */
  #applyPage(stream, params, isReset) {
    const before = this.pages.get(stream);
    if (params.closed === true) this.#forget(stream);
    else if (isReset) this.pages.set(stream, params.state);
    else if (before) this.pages.set(stream, pageAfter(before, params));
    this.#tellWithFrame('page', {stream});
  }

  /** @param {string} stream */
  #forget(stream) {
    this.#positions.end(stream);
    this.pages.delete(stream);
    if (stream === 'lobby') this.#forgetLobby();
    if (stream.startsWith('summary:')) this.summaries.delete(Number(stream.slice('summary:'.length)));
  }

  #forgetLobby() {
    this.lobby = null;
    this.#tellSoon('lobby');
  }

  /**
   * @param {string} type
   * @param {unknown} [detail]
   */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, {detail}));
  }

  /** @param {string} type */
  #tellSoon(type) {
    if (this.#due.size === 0) queueMicrotask(() => tellAll(this.#due));
    this.#due.set(type, () => this.#tell(type));
  }

  /**
   * @param {string} type
   * @param {Record<string, unknown>} detail
   */
  #tellWithFrame(type, detail) {
    if (this.#dueWithFrame.size === 0) onNextFrame(() => tellAll(this.#dueWithFrame));
    this.#dueWithFrame.set(`${type} ${Object.values(detail)[0]}`, () => this.#tell(type, detail));
  }
}

/** @param {Map<string, () => void>} due */
function tellAll(due) {
  const tellings = [...due.values()];
  due.clear();
  for (const tell of tellings) tell();
}

/**
 * With the next frame, or a little later where none is drawn.
 * @param {() => void} work
 */
function onNextFrame(work) {
  let isDone = false;
  const once = () => {
    if (!isDone) work();
    isDone = true;
  };
  globalThis.requestAnimationFrame?.(once);
  setTimeout(once, globalThis.document?.visibilityState === 'visible' ? FRAME_MS_MAX : 0);
}

/**
 * @param {JoinAnswer} answer
 * @returns {Me}
 */
function meOf({session, participant, role, path, media}) {
  return {session, participant, role, path, media};
}
