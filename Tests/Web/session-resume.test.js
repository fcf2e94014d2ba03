// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ROOM, World, chat, push} from './world.js';

test('a lost connection is resumed with the token and the last offset of each stream', () => {
  const world = new World().joins();
  world.says(chat(11));
  world.closes(1006);
  world.pass(500);
  world.opens();
  const {method, params} = world.sent.at(-1);
  assert.equal(method, 'session.resume');
  assert.deepEqual(params, {
    token: 't1', room: ROOM,
    streams: {room: {epoch: 1, offset: 11}, summary: {epoch: 1, offset: 0}, self: {epoch: 1, offset: 0}},
  });
});

test('each resume shows the newest token', () => {
  const world = new World().joins();
  for (const token of ['t1', 't2', 't3']) {
    world.closes(4002);
    world.waits();
    world.opens();
    assert.equal(world.sent.at(-1).params.token, token);
    world.answersLast({token: `t${Number(token[1]) + 1}`, reconnect: {slot: 0.5, spreadMs: 1_000}});
    world.pass(1_500);
  }
});

test('a watched page that is over when the session comes back is watched no longer', () => {
  const world = new World().joins();
  world.request('roster.watch', {room: ROOM, streams: ['page:13/1', 'page:13/2']});
  world.answersLast({watching: ['page:13/1', 'page:13/2']});
  for (const page of [1, 2]) world.says(push('stream.reset', `page:13/${page}`, 4, {state: {}}));
  for (const expected of [['page:13/1', 'page:13/2'], ['page:13/2']]) {
    world.closes(4002);
    world.waits();
    world.opens();
    assert.deepEqual(Object.keys(world.sent.at(-1).params.streams).slice(3), expected);
    world.answersLast({token: 't2', reconnect: {slot: 0.5, spreadMs: 1_000}, watching: ['page:13/2']});
    world.pass(1_500);
  }
});

test('a resume whose answer is lost shows the same token again', () => {
  const world = new World().joins();
  world.closes(4002);
  world.opens();
  world.closes(1006);
  world.pass(1_000);
  world.opens();
  assert.equal(world.sent.at(-1).params.token, 't1');
});

test('what was seen before is dropped and what was missed is taken, exactly once', () => {
  const world = new World().joins();
  world.says(chat(11));
  world.closes(4002);
  world.resumes();
  world.says(chat(11), chat(12));
  world.says(chat(12));
  assert.deepEqual(world.pushes(), ['room 11', 'room 12']);
});

test('a gap in a stream drops the connection and resumes at the last offset', () => {
  const world = new World().joins();
  world.says(chat(12));
  assert.deepEqual(world.types(), ['disconnect', 'connect']);
  assert.deepEqual(world.pushes(), []);
  world.opens();
  assert.equal(world.sent.at(-1).params.streams.room.offset, 10);
});

test('messages after a gap in the same frame are left alone', () => {
  const world = new World().joins();
  world.says(chat(11), chat(13), chat(14));
  assert.deepEqual(world.pushes(), ['room 11']);
});

test('a reset sets epoch and offset anew, also backwards', () => {
  const world = new World().joins();
  const reset = push('stream.reset', 'summary', 0, {state: {spreadMs: 1}}, 2);
  world.says(reset, push('summary.changed', 'summary', 1, {}, 2));
  world.says(push('summary.changed', 'summary', 2, {}, 1));
  assert.deepEqual(world.pushes(), ['summary 0', 'summary 1']);
});

test('a reset in the middle of an epoch leaps over what was left out, and the changes after it follow', () => {
  const world = new World().joins();
  world.says(push('stream.reset', 'summary', 30, {state: {spreadMs: 7}}), push('summary.changed', 'summary', 31, {}));
  assert.deepEqual(world.pushes(), ['summary 30', 'summary 31']);
  world.says(push('summary.changed', 'summary', 33, {}));
  assert.equal(world.types().at(-2), 'disconnect', 'what is missing without a reset is a gap');
});

test('the room goes on over a change of epoch, another stream does not', () => {
  const world = new World().joins();
  world.says(chat(11, 2));
  assert.deepEqual(world.pushes(), ['room 11']);
  world.says(push('summary.changed', 'summary', 1, {}, 2));
  assert.equal(world.types().at(-2), 'disconnect');
});

test('what cannot be read drops the connection', () => {
  const world = new World().joins();
  world.do((core, now) => core.received('{"jsonrpc', now));
  assert.deepEqual(world.types(), ['disconnect', 'connect']);
});

test('a state that a push did not fit is set anew: the resume names no stream', () => {
  const world = new World().joins();
  world.do((core, now) => core.restartStreams(now));
  world.opens();
  assert.deepEqual(world.sent.at(-1).params.streams, {});
});

test('after the server vanished a session comes back when its turn has come', () => {
  const world = new World().joins();
  world.says(push('summary.changed', 'summary', 1, {spreadMs: 4_000}));
  world.closes(1006);
  world.look();
  world.pass(1_999);
  assert.deepEqual(world.types(), []);
  world.pass(1);
  assert.deepEqual(world.types(), ['connect']);
});

test('pauses double from 0.5 s up to 8 s while nothing can be reached', () => {
  const world = new World({random: () => 1}).joins();
  world.closes(1006);
  const pauses = [];
  for (let attempt = 0; attempt < 8; attempt += 1) {
    world.pass(world.core.deadline - world.now);
    world.look();
    world.closes(1006);
    pauses.push(world.actions.at(-1).pauseMs);
  }
  assert.deepEqual(pauses, [1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000, 8_000]);
});

for (const code of [4001, 4002, 4004]) {
  test(`close code ${code} is resumed at once`, () => {
    const world = new World().joins();
    world.pass(2_000);
    world.look();
    world.closes(code);
    assert.deepEqual(world.types(), ['connect']);
  });
}

test('a connection that is closed again right after each resume is not resumed in a hurry', () => {
  const world = new World().joins();
  world.pass(2_000);
  world.closes(4001);
  world.resumes();
  world.look();
  world.closes(4001);
  assert.deepEqual(world.types(), ['away']);
});

test('an overloaded server is left alone for a second at least', () => {
  const world = new World().joins();
  world.pass(2_000);
  world.look();
  world.closes(4003);
  assert.equal(world.actions[0].pauseMs, 1_000);
});

test('a server that stops is come back to after the slot', () => {
  const world = new World().joins();
  world.pass(2_000);
  world.look();
  world.closes(4000);
  assert.equal(world.actions[0].pauseMs, 500);
});

const FINAL = {
  4500: 'superseded', 4501: 'protocolViolation', 4503: 'accessRevoked', 4504: 'kicked',
  4505: 'replaced', 4506: 'signedOut', 4507: 'tokenReused',
};
for (const [code, name] of Object.entries(FINAL)) {
  test(`close code ${code} ends the session as ${name}`, () => {
    const world = new World().joins();
    world.closes(Number(code));
    const ended = world.actions.at(-1);
    assert.deepEqual([ended.type, ended.reason], ['ended', {code: Number(code), name}]);
    assert.equal(world.core.publicState, 'ended');
    assert.equal(world.core.deadline, Infinity);
  });
}

test('once the grace has passed the page signs in again and joins the same room', () => {
  const world = new World().joins();
  world.request('roster.watch', {room: ROOM, streams: ['page:13/1']});
  world.answersLast({watching: ['page:13/1']});
  world.closes(1006);
  world.pass(500);
  world.opens();
  world.refusesLast('unknown_session');
  assert.equal(world.core.publicState, 'reconnecting');
  world.signsIn('00c2f5a81b3e9d75');
  assert.equal(world.core.publicState, 'reconnecting');
  assert.deepEqual(world.sent.at(-1).params, {room: ROOM, people: 1, media: true});
  world.look();
  const number = world.core.rejoinID;
  world.says({id: number, result: {...world.joinAnswer('t9'), session: '00c2f5a81b3e9d75'}});
  assert.deepEqual([world.actions[0].type, world.actions[0].isRejoin], ['joined', true]);
  // What the page knows of the room is of before the loss: nothing may be told of its microphone yet.
  assert.equal(world.core.publicState, 'reconnecting');
  assert.deepEqual(world.sent.map(({method, params}) => [method, params.streams]), [['roster.watch', ['page:13/1']]]);
  world.resets();
  assert.equal(world.core.publicState, 'ready');
  world.says(push('stream.reset', 'page:13/1', 0, {state: {}}));
  assert.deepEqual(world.pushes(), ['room 10', 'summary 0', 'self 0', 'page:13/1 0']);
});

test('a rejoin that is refused for good says why, and the session goes on', () => {
  const world = new World().joins();
  world.closes(4002);
  world.opens();
  world.refusesLast('unknown_session');
  world.signsIn();
  world.refusesLast('room_locked');
  const left = world.actions.at(-1);
  assert.deepEqual([left.type, left.reason, left.error.code], ['left', 'lost', 'room_locked']);
  assert.equal(world.core.publicState, 'ready');
});

test('a rejoin that may succeed later is tried again', () => {
  const world = new World().joins();
  world.closes(4002);
  world.opens();
  world.refusesLast('unknown_session');
  world.signsIn();
  world.refusesLast('room_full', {retryable: true, retryAfterMs: 3_000});
  world.look();
  world.pass(2_999);
  assert.deepEqual(world.sent, []);
  world.pass(1);
  assert.deepEqual(world.sent.map(({method}) => method), ['room.join']);
});

test('an old token ends the session instead of beginning another', () => {
  const world = new World().joins();
  world.closes(4002);
  world.opens();
  world.refusesLast('token_reused');
  assert.equal(world.actions.at(-1).reason.name, 'tokenReused');
});

test('a join is answered when the first state of the room is there', () => {
  const world = new World().starts();
  const id = world.request('room.join', {room: ROOM, people: 1, media: false});
  world.answersLast(world.joinAnswer());
  assert.ok(world.types().includes('joined'));
  assert.ok(!world.answers.has(id));
  world.look();
  world.resets();
  assert.deepEqual(world.types(), ['push', 'answer', 'push', 'push']);
  assert.equal(world.answers.get(id).token, 't1');
});

test('the end of the room is out of the room, and the connection stays', () => {
  const world = new World().joins();
  world.says(push('room.ended', 'room', 11, {by: 'account:17', at: 1}));
  assert.deepEqual(world.types(), ['push', 'left']);
  assert.equal(world.core.publicState, 'ready');
  world.says(chat(12));
  assert.deepEqual(world.types(), ['push', 'left']);
});

test('leaving gives up the seat, so a lost connection signs in anew', () => {
  const world = new World().joins();
  world.request('room.leave', {room: ROOM});
  world.answersLast({});
  assert.deepEqual(world.types(), ['send', 'left', 'answer']);
  world.closes(1006);
  world.pass(1_000);
  world.opens();
  assert.equal(world.actions.at(-1).type, 'token');
});

/** Resumes on two connections with the same token, because the first did not answer. */
function resumesTwice(world) {
  world.closes(4002);
  world.opens();
  world.closes(1006);
  world.waits();
  world.resumes();
  world.pass(1_000);
}

test('a resume that arrives after the one that overtook it costs the seat, and the page takes another', () => {
  const world = new World().joins();
  resumesTwice(world);
  world.look();
  world.closes(4507);
  assert.deepEqual(world.types(), ['connect']);
  world.opens();
  world.signsIn('00c2f5a81b3e9d75');
  assert.equal(world.sent.at(-1).method, 'room.join');
});

test('an old token that this page cannot have shown is final, however often it was resumed before', () => {
  const world = new World().joins();
  resumesTwice(world);
  for (let passed = 0; passed < 120_000; passed += 5_000) {
    world.pass(5_000);
    world.says({method: 'later.version', params: {}});
  }
  world.closes(4507);
  assert.equal(world.actions.at(-1).reason.name, 'tokenReused');
});
