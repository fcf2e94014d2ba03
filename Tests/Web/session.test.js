// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import './globals.js';
import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {Session} from '../../Sources/CWebAssets/web/net/session.js';
import {ROOM, ROOM_STATE, chat, push} from './world.js';

/** A socket whose other end is the test. */
class FakeSocket extends EventTarget {
  OPEN = 1;
  CLOSED = 3;
  readyState = 0;
  sent = [];
  isDropped = false;

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.isDropped = true;
    this.readyState = 2;  // A connection into nowhere: `close` comes a minute later.
  }

  opens() {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
    this.says({method: 'server.hello', params: {
      protocol: 1, version: '0.1.0', node: 1, time: 1, features: [], limits: {frameBytes: 65_536},
      heartbeat: {intervalMs: 5_000, timeoutMs: 12_000},
    }});
  }

  says(message) {
    this.dispatchEvent(Object.assign(new Event('message'), {data: JSON.stringify({jsonrpc: '2.0', ...message})}));
  }

  answersLast(result) {
    this.says({id: this.sent.at(-1).id, result});
  }

  closes(code) {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event('close'), {code}));
  }
}

/** @type {Session[]} */
const sessions = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.bye();
});

const soon = () => new Promise((resolve) => setImmediate(resolve));
const IDENTITY = {session: 's1', participant: 'account:17'};
const JOIN = {
  ...IDENTITY, room: ROOM, role: 'chair', path: [1], media: 'mesh', token: 't1', reconnect: {slot: 0, spreadMs: 0},
};

function makeSession(auth = {accessToken: async () => 'token'}) {
  const sockets = [];
  const session = new Session({url: 'ws://test/ws', auth, makeSocket: () => {
    sockets.push(new FakeSocket());
    return sockets.at(-1);
  }});
  sessions.push(session);
  const told = [];
  for (const type of ['statechange', 'joined', 'rejoined', 'left', 'ended']) {
    session.addEventListener(type, ({detail}) => told.push(type === 'statechange' ? detail.state : type));
  }
  return {session, sockets, told};
}

async function makeJoined() {
  const made = makeSession();
  const connected = made.session.connect();
  made.sockets[0].opens();
  await soon();
  made.sockets[0].answersLast({...IDENTITY, expiresAt: 900_000});
  await connected;
  const joined = made.session.join(ROOM, {media: true});
  made.sockets[0].answersLast(JOIN);
  made.sockets[0].says(push('stream.reset', 'room', 10, {state: ROOM_STATE}));
  await joined;
  return made;
}

test('connecting resolves when the session is signed in', async () => {
  const {session, told} = await makeJoined();
  assert.deepEqual(told, ['connecting', 'ready', 'joined']);
  assert.deepEqual([session.id, session.participant, session.room], ['s1', 'account:17', ROOM]);
  assert.equal(session.hello.version, '0.1.0');
});

test('a join resolves with the room’s state there', async () => {
  const {session} = await makeJoined();
  assert.equal(session.model.state.title, 'Flood control');
  assert.equal(session.model.me.role, 'chair');
});

test('a resume keeps session and model, and what the old connection still says counts for nothing', async () => {
  const {session, sockets, told} = await makeJoined();
  const {model} = session;
  const heard = [];
  model.addEventListener('chat', ({detail}) => heard.push(detail.message.text));
  sockets[0].closes(4002);
  assert.equal(session.state, 'reconnecting');
  await new Promise((resolve) => setTimeout(resolve, 600));
  sockets[1].opens();
  assert.equal(sockets[1].sent[0].method, 'session.resume');
  sockets[1].answersLast({...IDENTITY, role: 'chair', token: 't2', reconnect: {slot: 0, spreadMs: 0}});
  sockets[0].says(chat(11));
  assert.deepEqual(heard, []);
  sockets[1].says(chat(11));
  assert.deepEqual(heard, ['text 11']);
  assert.equal(session.model, model);
  assert.deepEqual(told.slice(-2), ['reconnecting', 'ready']);
});

test('a state that a push does not fit is asked for anew', async () => {
  const {session, sockets} = await makeJoined();
  session.model.watch(['page:13/1']);
  sockets[0].answersLast({watching: ['page:13/1']});
  sockets[0].says(push('stream.reset', 'page:13/1', 0, {state: {unit: 13, page: 1, next: null, entries: []}}));
  const {error} = console;
  console.error = () => {};
  sockets[0].says(push('page.changed', 'page:13/1', 1, {put: [{before: 'account:9', entry: {participant: 'a'}}]}));
  console.error = error;
  assert.equal(sockets[0].isDropped, true);
});

test('what a listener asks for while a push is taken in comes after it', async () => {
  const {session, sockets} = await makeJoined();
  session.model.addEventListener('chat', () => void session.request('room.info', {room: ROOM}).catch(() => {}));
  sockets[0].says(chat(11));
  assert.equal(sockets[0].sent.at(-1).method, 'room.info');
});

test('a command carries a key of its own, or the one it was given', async () => {
  const {session, sockets} = await makeJoined();
  const sent = session.command('chat.send', {room: ROOM, text: 'x'});
  assert.match(sockets[0].sent.at(-1).params.key, /^[0-9a-f-]{36}$/);
  sockets[0].answersLast({applied: 0});
  assert.deepEqual(await sent, {applied: 0});
  void session.command('chat.send', {room: ROOM, text: 'y', key: 'mine'}).catch(() => {});
  assert.equal(sockets[0].sent.at(-1).params.key, 'mine');
});

test('a refusal rejects with its code', async () => {
  const {session, sockets} = await makeJoined();
  const asked = session.request('room.info', {room: '1'});
  const data = {code: 'unknown_room', retryable: false};
  sockets[0].says({id: sockets[0].sent.at(-1).id, error: {code: -32_000, message: 'No room', data}});
  await assert.rejects(asked, (error) => error.code === 'unknown_room' && !error.retryable);
});

test('a session that was ended says why, and can be connected anew', async () => {
  const {session, sockets, told} = await makeJoined();
  const open = session.request('room.info', {room: '1'});
  sockets[0].closes(4504);
  await assert.rejects(open, ({code}) => code === 'ended');
  assert.deepEqual(told.slice(-2), ['ended', 'ended']);
  assert.deepEqual([session.state, session.closeReason], ['ended', {code: 4504, name: 'kicked'}]);
  const connected = session.connect();
  sockets[1].opens();
  await soon();
  sockets[1].answersLast({...IDENTITY, session: 's2', expiresAt: 900_000});
  await connected;
  assert.deepEqual([session.state, session.id, session.closeReason], ['ready', 's2', null]);
});

test('connecting rejects when nobody is signed in, and the session is idle again', async () => {
  const {PlenaryError} = await import('../../Sources/CWebAssets/web/net/errors.js');
  const refuse = async () => {
    throw new PlenaryError('token_invalid');
  };
  const {session, sockets} = makeSession({accessToken: refuse});
  const connected = session.connect();
  sockets[0].opens();
  await assert.rejects(connected, ({code}) => code === 'token_invalid');
  assert.equal(session.state, 'idle');
});

test('leaving is told, and the session goes on', async () => {
  const {session, sockets, told} = await makeJoined();
  const left = session.leave();
  sockets[0].answersLast({});
  await left;
  assert.deepEqual([session.room, session.model, session.state, told.at(-1)], [null, null, 'ready', 'left']);
});

test('goodbye is sent before the connection is let go of', async () => {
  const {session, sockets} = await makeJoined();
  session.bye();
  assert.equal(sockets[0].sent.at(-1).method, 'session.bye');
  assert.equal(sockets[0].isDropped, true);
  assert.equal(session.state, 'ended');
});
