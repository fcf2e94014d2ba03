// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What one page knows of its room: the state of each stream, kept up by pushes.

/** @typedef {import('./types.js').RoomState} RoomState */
/** @typedef {import('./types.js').Summary} Summary */
/** @typedef {import('./types.js').Page} Page */
/** @typedef {import('./types.js').Me} Me */
/** @typedef {import('./types.js').Push} Push */
/** @typedef {import('./types.js').JoinAnswer} JoinAnswer */
/** @typedef {import('./types.js').SearchMatch} SearchMatch */

/**
 * Events (all are `CustomEvent`s):
 * - `room`: `state` or `me` changed (coalesced per microtask);
 * - `mesh`: `state.media.members` or `me.session` changed (coalesced per microtask);
 * - `summary`, detail `{unit}` (a number, or `'root'`), and `page`, detail `{stream}` (coalesced per frame);
 * - `fact`, detail `{push}`: each push of the stream `room` but resets, at once, applied already: who did what, for
 *   notices. Missed facts come after a resume too, so look at `push.params.at`;
 * - `chat`, detail `{message}`, each, at once; after a reset only `room` tells that `state.chat` changed;
 * - `signal`, detail `{from, participant, payload}`, each, at once, in order;
 * - `progress`, detail `{key, applied, pending}`, each, at once;
 * - `ended`: the room is over; `kicked`: this participant was removed.
 */
export class RoomModel extends EventTarget {
  /**
   * @param {JoinAnswer} answer
   * @param {(method: string, params: Record<string, unknown>) => Promise<any>} request
   */
  constructor(answer, request) {
    super();
    /** @type {string} */
    this.room = answer.room;
    /** @protected */
    this.ask = request;
    /** @type {Me} */
    this.me = {
      session: answer.session,
      participant: answer.participant,
      role: answer.role,
      path: answer.path,
      media: answer.media,
    };
    /** @type {RoomState} */
    this.state = {
      title: '', locked: false, chair: null, limit: 0, mute: {all: false, selfUnmute: true}, muted: [], unmuted: [],
      presenters: [], floor: {holders: [], queue: []}, media: {mode: 'none', limit: 0, members: []}, chat: [],
    };
    /** By unit; `'root'` is the summary of the whole room. @type {Map<number|'root', Summary>} */
    this.summaries = new Map();
    /** By stream, `page:1301/1`. @type {Map<string, Page>} */
    this.pages = new Map();
  }

  /**
   * Watches streams `summary:<unit>` and `page:<unit>/<page>`; at most 16 at a time, which the caller sees to.
   * @param {string[]} _streams
   * @returns {Promise<void>}
   */
  async watch(_streams) {
    throw new Error('unwritten');
  }

  /**
   * Their summaries and pages are forgotten at once.
   * @param {string[]} _streams
   * @returns {Promise<void>}
   */
  async unwatch(_streams) {
    throw new Error('unwritten');
  }

  /**
   * One page of a unit's members, once.
   * @param {number} _unit
   * @param {number} _page
   * @returns {Promise<Page>}
   */
  async page(_unit, _page) {
    throw new Error('unwritten');
  }

  /**
   * @param {string} _query
   * @returns {Promise<{matches: SearchMatch[], more: boolean}>}
   */
  async search(_query) {
    throw new Error('unwritten');
  }

  /**
   * Takes in one push. What was seen before is dropped; throws when at least one before it is missing.
   * @param {Push} _push
   */
  apply(_push) {
    throw new Error('unwritten');
  }
}
