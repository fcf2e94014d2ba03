// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Seeded lives of a session whose connections are cut at every moment, noticed or not, against a server that replays,
// takes over and forgets. Set SEED to repeat one, LIVES for more of them.

import './globals.js';
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {SessionCore} from '../../Sources/CWebAssets/web/net/session-core.js';
import {RoomModel} from '../../Sources/CWebAssets/web/room/room-model.js';
import {ROOM, ROOM_STATE} from './world.js';

/** Mulberry32. */
function seeded(seed) {
  let state = seed;
  return () => {
    state = state + 0x6D2B79F5 | 0;
    let mixed = Math.imul(state ^ state >>> 15, 1 | state);
    mixed = mixed + Math.imul(mixed ^ mixed >>> 7, 61 | mixed) ^ mixed;
    return ((mixed ^ mixed >>> 14) >>> 0) / 4_294_967_296;
  };
}

/** One room of docs/protocol.md with a chat, for one client. */
class Server {
  constructor() {
    this.chat = [];
    this.receipts = new Map();
    this.session = null;
    this.sessions = 0;
    this.tokens = 0;
    this.revoked = 0;
  }

  opens(line) {
    this.tell(line, {method: 'server.hello', params: {
      protocol: 1, time: 0, limits: {}, heartbeat: {intervalMs: 5_000, timeoutMs: 12_000},
    }});
  }

  tell(line, message) {
    line.toClient.push(JSON.stringify({jsonrpc: '2.0', ...message}));
  }

  /** A request that arrives on `line`. */
  takes(line, text) {
    const {id, method, params} = JSON.parse(text);
    const answer = (result) => this.tell(line, {id, result});
    const refuse = (code) =>
      this.tell(line, {id, error: {code: -32_000, message: code, data: {code, retryable: false}}});
    if (method === 'session.authenticate') {
      line.session = {id: `s${this.sessions += 1}`, tokens: []};
      return answer({session: line.session.id, participant: 'account:1', expiresAt: 1e9});
    }
    if (method === 'session.resume') return this.resumes(line, params, answer, refuse);
    if (!line.session) return refuse('not_authenticated');
    if (line.session === this.session && this.session.line !== line) return;  // Superseded.
    // One more request: the token before the newest is of no use any more.
    if (line.session === this.session) this.session.tokens = this.session.tokens.slice(-1);
    if (method === 'room.join') return this.joins(line, answer);
    if (method !== 'chat.send') return answer({});
    return line.session === this.session ? answer(this.posts(params)) : refuse('not_in_room');
  }

  joins(line, answer) {
    this.session = line.session;
    this.session.line = line;
    this.session.tokens = [this.makeToken()];
    answer({
      room: ROOM, session: this.session.id, participant: 'account:1', role: 'attendee', path: [1], media: 'none',
      token: this.session.tokens[0], reconnect: {slot: 0.5, spreadMs: 1_000},
    });
    this.reset(line);
  }

  resumes(line, {token, streams}, answer, refuse) {
    if (!this.session) return refuse('unknown_session');
    if (!this.session.tokens.includes(token)) {
      this.revoked += 1;
      this.session.line.isRevoked = true;
      this.session = null;
      return refuse('token_reused');
    }
    line.session = this.session;
    this.session.line = line;
    this.session.tokens = [token, this.makeToken()];
    answer({session: this.session.id, participant: 'account:1', room: ROOM, role: 'attendee',
      token: this.session.tokens[1], reconnect: {slot: 0.5, spreadMs: 1_000}});
    const offset = streams.room?.offset;
    if (offset === undefined) return this.reset(line);
    for (const message of this.chat.slice(offset)) this.push(line, message);
  }

  makeToken() {
    return `t${this.tokens += 1}`;
  }

  reset(line) {
    const params = {room: ROOM, stream: 'room', epoch: 1, offset: this.chat.length};
    this.tell(line, {method: 'stream.reset', params: {...params, state: {...ROOM_STATE, chat: this.chat}}});
  }

  push(line, message) {
    this.tell(line, {method: 'chat.posted', params: {room: ROOM, stream: 'room', epoch: 1, ...message}});
  }

  posts({key, text}) {
    if (!this.receipts.has(key)) {
      const message = {offset: this.chat.length + 1, at: 1, from: 'account:1', name: 'A', text};
      this.chat.push(message);
      this.receipts.set(key, {applied: 0, offset: message.offset});
      if (this.session) this.push(this.session.line, message);
    }
    return this.receipts.get(key);
  }
}

/** The client, its lines to the server, and what may befall them. */
class Life {
  constructor(seed) {
    this.random = seeded(seed);
    this.core = new SessionCore({random: this.random});
    this.server = new Server();
    this.now = 0;
    this.lines = [];
    this.line = null;
    this.model = null;
    this.open = new Map();
    this.commands = 0;
    this.ended = null;
  }

  run(input) {
    input(this.core, this.now);
    for (const action of this.core.takeActions()) this.perform(action);
  }

  perform(action) {
    switch (action.type) {
      case 'connect':
        this.line = {toClient: [], toServer: [], isCut: false, isOpen: false};
        this.lines.push(this.line);
        break;
      case 'disconnect': this.line = null; break;
      case 'send': this.line?.toServer.push(action.text); break;
      case 'token': this.run((core, now) => core.token(action.purpose, 'token', now)); break;
      case 'joined':
        if (action.isRejoin) this.model.rejoined(action.answer);
        else this.model = new RoomModel(action.answer, async () => ({}));
        break;
      case 'push': this.model.apply(action.push); break;
      case 'answer': this.open.delete(action.id); break;
      case 'refuse': throw new Error(`${action.id} was refused: ${action.error.code}`);
      case 'ended': this.ended = action; break;
    }
  }

  command() {
    this.commands += 1;
    this.run((core, now) => {
      const params = {room: ROOM, text: `mine ${this.commands}`, key: `k${this.commands}`};
      this.open.set(core.request('chat.send', params, now), params);
    });
  }

  /** One thing happens somewhere. */
  step() {
    const line = this.lines[Math.floor(this.random() * this.lines.length)];
    const dice = this.random();
    if (dice < 0.40) this.toClient(line);
    else if (dice < 0.75) this.toServer(line);
    else if (dice < 0.85) this.pass(this.random() * 1_000);
    else if (dice < 0.91) this.server.posts({key: `other ${this.random()}`, text: 'theirs'});
    else if (dice < 0.95) this.command();
    else if (dice < 0.965) this.cut(line, true);
    else if (dice < 0.975) this.cut(line, false);
    else if (dice < 0.98) this.pass(this.random() * 20_000);
    else if (dice < 0.985) this.run((core, now) => core.online(now));
    else if (dice < 0.987 && this.line?.isCut) this.server.session = null;  // The grace is over.
  }

  pass(ms) {
    const until = this.now + ms;
    while (this.core.deadline <= until) {
      this.now = Math.max(this.now, this.core.deadline);
      this.run((core, now) => core.timePassed(now));
    }
    this.now = until;
  }

  toClient(line) {
    if (!line || line.isCut || line !== this.line) return;
    if (line.isRevoked) {
      line.isCut = true;
      return this.run((core, now) => core.closed(4507, now));
    }
    if (!line.isOpen) {
      line.isOpen = true;
      this.server.opens(line);
      return this.run((core, now) => core.opened(now));
    }
    const text = line.toClient.shift();
    if (text) this.run((core, now) => core.received(text, now));
  }

  toServer(line) {
    // What a forgotten connection still carries arrives all the same.
    if (!line || line.isCut || !line.isOpen) return;
    const text = line.toServer.shift();
    if (text) this.server.takes(line, text);
  }

  cut(line, isNoticed) {
    if (!line || line.isCut) return;
    line.isCut = true;
    if (isNoticed && line === this.line) this.run((core, now) => core.closed(1006, now));
  }

  /** Nothing more goes wrong. */
  settle() {
    for (let round = 0; round < 4_000; round += 1) {
      const {line} = this;
      if (line && !line.isCut && (!line.isOpen || line.toClient.length > 0 || line.isRevoked)) this.toClient(line);
      else if (line && !line.isCut && line.toServer.length > 0) this.toServer(line);
      else if (this.core.phase === 'ready' && this.open.size === 0 && !line?.isCut) return;
      else this.pass(100);
    }
  }
}

function live(seed) {
  const life = new Life(seed);
  life.run((core, now) => core.start(now));
  life.settle();
  life.run((core, now) => core.request('room.join', {room: ROOM, people: 1, media: false}, now));
  life.settle();
  for (let step = 0; step < 600; step += 1) life.step();
  life.settle();
  return life;
}

const first = Number(process.env.SEED ?? 1);
const lives = process.env.SEED ? 1 : Number(process.env.LIVES ?? 300);

test(`in ${lives} lives nothing is lost, doubled or out of order, and every command is carried out once`, () => {
  for (let seed = first; seed < first + lives; seed += 1) {
    const life = live(seed);
    const why = `SEED=${seed}`;
    assert.equal(life.ended, null, why);
    assert.equal(life.core.publicState, 'ready', why);
    assert.equal(life.open.size, 0, why);
    assert.deepEqual(life.model.state.chat, life.server.chat.slice(-500), why);
    const mine = life.server.chat.filter(({text}) => text.startsWith('mine'));
    assert.equal(mine.length, life.commands, why);
    assert.equal(new Set(mine.map(({text}) => text)).size, life.commands, why);
  }
});
