// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// A session's core with a clock, and a server that says what a test tells it to.

import './globals.js';
import {SessionCore} from '../../Sources/CWebAssets/web/net/session-core.js';

export const ROOM = '428913577';

const HELLO = {
  protocol: 1, version: '0.1.0', node: 1, time: 1_000_000, features: ['mesh'],
  heartbeat: {intervalMs: 5_000, timeoutMs: 12_000}, limits: {frameBytes: 65_536},
};

export const ROOM_STATE = {
  title: 'Flood control', locked: false, chair: 'account:17', limit: 500, mute: {all: false, selfUnmute: true},
  muted: [], unmuted: [], hidden: [], presenters: [], floor: {holders: [], queue: []},
  media: {mode: 'mesh', limit: 4, members: []}, chat: [],
};

export class World {
  constructor({random = () => 0.5} = {}) {
    this.core = new SessionCore({random});
    this.now = 0;
    /** What was done since the last look. */
    this.actions = [];
    /** Messages sent since the last look. */
    this.sent = [];
    this.answers = new Map();
    this.refusals = new Map();
    this.lifetimeMs = 900_000;
  }

  /** Gives an input, and notes what is to be done. */
  do(input) {
    input(this.core, this.now);
    for (const action of this.core.takeActions()) {
      this.actions.push(action);
      if (action.type === 'send') this.sent.push(JSON.parse(action.text));
      if (action.type === 'answer') this.answers.set(action.id, action.result);
      if (action.type === 'refuse') this.refusals.set(action.id, action.error);
    }
  }

  /** Forgets what was done, and gives it. */
  look() {
    this.sent.splice(0);
    return this.actions.splice(0);
  }

  types() {
    return this.actions.map((action) => action.type);
  }

  /** Lets time pass, with every deadline on the way. */
  pass(ms) {
    const until = this.now + ms;
    while (this.core.deadline <= until) {
      this.now = Math.max(this.now, this.core.deadline);
      this.do((core, now) => core.timePassed(now));
    }
    this.now = until;
  }

  /** Lets time pass until the next connection is opened. */
  waits() {
    while (this.core.phase !== 'connecting') this.pass(this.core.deadline - this.now);
  }

  says(...messages) {
    const wrapped = messages.map((message) => ({jsonrpc: '2.0', ...message}));
    const text = JSON.stringify(wrapped.length === 1 ? wrapped[0] : wrapped);
    this.do((core, now) => core.received(text, now));
  }

  answersLast(result) {
    this.says({id: this.sent.at(-1).id, result});
  }

  refusesLast(code, data = {}) {
    this.refuses(this.sent.at(-1).id, code, data);
  }

  refuses(id, code, data = {}) {
    const error = {code: -32_000, message: code, data: {code, retryable: false, ...data}};
    this.says({id, error});
  }

  closes(code) {
    this.do((core, now) => core.closed(code, now));
  }

  /** The connection is open and the server has greeted. */
  opens() {
    this.do((core, now) => core.opened(now));
    this.says({method: 'server.hello', params: {...HELLO, time: HELLO.time + this.now}});
  }

  signsIn(session = '00c2f5a81b3e9d74') {
    this.do((core, now) => core.token('authenticate', 'token', now));
    const expiresAt = HELLO.time + this.now + this.lifetimeMs;
    this.answersLast({session, participant: 'account:17', expiresAt, permissions: [], unit: 1});
  }

  starts() {
    this.do((core, now) => core.start(now));
    this.opens();
    this.signsIn();
    return this;
  }

  joinAnswer(token = 't1') {
    return {
      room: ROOM, session: '00c2f5a81b3e9d74', participant: 'account:17', role: 'chair', path: [1], media: 'mesh',
      token, reconnect: {slot: 0.5, spreadMs: 1_000},
    };
  }

  /** In the room, with every stream set; nothing to look at. */
  joins() {
    this.starts();
    this.request('room.join', {room: ROOM, people: 1, media: true});
    this.answersLast(this.joinAnswer());
    this.resets();
    this.look();
    return this;
  }

  resets() {
    this.says(push('stream.reset', 'room', 10, {state: ROOM_STATE}));
    this.says(push('stream.reset', 'summary', 0, {state: {unit: 1, spreadMs: 1_000, rows: [], counts: []}}));
    this.says(push('stream.reset', 'self', 0, {state: {}}));
  }

  resumes(token = 't2') {
    this.opens();
    this.answersLast({
      session: '00c2f5a81b3e9d74', participant: 'account:17', room: ROOM, token, role: 'chair',
      reconnect: {slot: 0.5, spreadMs: 1_000},
    });
  }

  request(method, params) {
    let id = 0;
    this.do((core, now) => {
      id = core.request(method, params, now);
    });
    return id;
  }

  /** The pushes that were given on, as `stream offset`. */
  pushes() {
    return this.actions.filter((action) => action.type === 'push')
      .map(({push: {params}}) => `${params.stream} ${params.offset}`);
  }
}

export function push(method, stream, offset, params = {}, epoch = 1) {
  return {method, params: {room: ROOM, stream, epoch, offset, ...params}};
}

export function chat(offset, epoch = 1) {
  return push('chat.posted', 'room', offset, {at: 1, from: 'account:18', name: 'Li', text: `text ${offset}`}, epoch);
}

/**
 * The joins among what was sent since the last look.
 * @param {World} world
 */
export const joins = (world) => world.sent.filter(({method}) => method === 'room.join');
