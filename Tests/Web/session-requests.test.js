// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ROOM, World, push} from './world.js';

const CHAT = {room: ROOM, text: 'hello', key: 'k1'};
const receipt = {applied: 0, pending: 0, refused: [], enforcement: 'server', at: 1, offset: 11};

test('a command whose answer was lost is sent again with the same key after the resume', () => {
  const world = new World().joins();
  const id = world.request('chat.send', CHAT);
  const [first] = world.sent;
  world.closes(4002);
  world.resumes();
  assert.deepEqual(world.sent.at(-1), first);
  world.answersLast(receipt);
  assert.deepEqual(world.answers.get(id), receipt);
});

test('a command is sent again over as many connections as it takes, and never once it is answered', () => {
  const world = new World().joins();
  world.request('chat.send', CHAT);
  for (let again = 0; again < 5; again += 1) {
    world.closes(4002);
    world.waits();
    world.resumes();
  }
  world.answersLast(receipt);
  world.look();
  world.closes(4002);
  world.waits();
  world.resumes();
  assert.deepEqual(world.sent.map(({method}) => method), ['session.resume']);
});

test('what is asked for while there is no connection is sent after the resume, in the order of asking', () => {
  const world = new World().joins();
  world.closes(1006);
  world.request('chat.send', {...CHAT, text: 'one', key: 'a'});
  world.request('signal.send', {room: ROOM, to: '00', payload: 1});
  world.request('chat.send', {...CHAT, text: 'two', key: 'b'});
  world.pass(500);
  world.resumes();
  assert.deepEqual(world.sent.map(({method}) => method),
    ['session.resume', 'chat.send', 'signal.send', 'chat.send']);
});

test('a signal that may have been sent is not sent a second time', () => {
  const world = new World().joins();
  const id = world.request('signal.send', {room: ROOM, to: '00', payload: 1});
  world.closes(4002);
  assert.equal(world.refusals.get(id).code, 'network');
  world.look();
  world.resumes();
  assert.deepEqual(world.sent.map(({method}) => method), ['session.resume']);
});

test('a command whose outcome is unknown is repeated with the same key when the server says so', () => {
  const world = new World().joins();
  const id = world.request('chat.send', CHAT);
  const [first] = world.sent;
  world.refusesLast('outcome_unknown', {retryable: true, retryAfterMs: 2_000});
  world.look();
  world.pass(1_999);
  assert.deepEqual(world.sent, []);
  world.pass(1);
  assert.deepEqual(world.sent, [first]);
  world.answersLast(receipt);
  assert.deepEqual(world.answers.get(id), receipt);
});

test('a command that came too fast is repeated after the pause that the server names', () => {
  const world = new World().joins();
  world.request('chat.send', CHAT);
  world.refusesLast('rate_limited', {retryable: true, retryAfterMs: 600});
  world.look();
  world.pass(599);
  assert.deepEqual(world.sent, []);
  world.pass(1);
  assert.equal(world.sent.length, 1);
});

test('a command that is refused again and again is given up after eight repetitions', () => {
  const world = new World().joins();
  const id = world.request('chat.send', CHAT);
  for (let again = 0; again < 9; again += 1) {
    world.refusesLast('outcome_unknown', {retryable: true});
    world.pass(500);
  }
  assert.equal(world.refusals.get(id).code, 'outcome_unknown');
});

test('a refusal is the answer of a command, with its code', () => {
  const world = new World().joins();
  const id = world.request('floor.grant', {room: ROOM, participant: 'account:20', key: 'k'});
  world.refusesLast('floor_busy', {retryable: true});
  assert.deepEqual([world.refusals.get(id).code, world.refusals.get(id).retryable], ['floor_busy', true]);
});

test('a request waits for a connection for 30 s, a command for as long as it takes', () => {
  const world = new World().joins();
  world.closes(1006);
  const request = world.request('roster.search', {room: ROOM, query: 'wang'});
  const command = world.request('chat.send', CHAT);
  world.pass(29_999);
  assert.ok(!world.refusals.has(request));
  world.pass(1);
  assert.equal(world.refusals.get(request).code, 'timeout');
  world.pass(60_000);
  assert.ok(!world.refusals.has(command));
});

test('what needs the seat waits until the room is joined again', () => {
  const world = new World().joins();
  world.request('chat.send', CHAT);
  world.closes(4002);
  world.opens();
  world.refusesLast('unknown_session');
  world.signsIn();
  assert.equal(world.sent.at(-1).method, 'room.join');
  world.answersLast(world.joinAnswer('t9'));
  assert.equal(world.sent.at(-1).method, 'chat.send');
});

test('leaving a room whose seat is gone is done', () => {
  const world = new World().joins();
  const id = world.request('room.leave', {room: ROOM});
  world.closes(4002);
  world.opens();
  world.refusesLast('unknown_session');
  world.signsIn();
  world.pass(100);
  assert.deepEqual(world.answers.get(id), {});
  assert.ok(!world.sent.some(({method}) => method === 'room.join'));
});

test('no more than 256 requests are open, and none is longer than the server takes', () => {
  const world = new World().joins();
  const long = world.request('chat.send', {...CHAT, text: '你'.repeat(22_000)});
  assert.equal(world.refusals.get(long).code, 'invalid_params');
  for (let number = 0; number < 256; number += 1) world.request('room.info', {room: ROOM});
  const last = world.request('room.info', {room: ROOM});
  assert.equal(world.refusals.get(last).code, 'rate_limited');
});

test('watched streams are named in a resume, and those that have not spoken are watched again', () => {
  const world = new World().joins();
  world.request('roster.watch', {room: ROOM, streams: ['summary:13', 'page:13/1']});
  world.answersLast({watching: ['page:13/1', 'summary:13']});
  world.says({method: 'stream.reset', params: {room: ROOM, stream: 'summary:13', epoch: 1, offset: 3, state: {}}});
  world.look();
  world.closes(4002);
  world.resumes();
  assert.deepEqual(world.sent[0].params.streams['summary:13'], {epoch: 1, offset: 3});
  assert.ok(!('page:13/1' in world.sent[0].params.streams));
  assert.deepEqual(world.sent[1].params.streams, ['page:13/1']);
});

test('what still comes of a stream that is no longer watched is dropped', () => {
  const world = new World().joins();
  world.request('roster.watch', {room: ROOM, streams: ['summary:13']});
  world.answersLast({watching: ['summary:13']});
  world.request('roster.unwatch', {room: ROOM, streams: ['summary:13']});
  world.says({method: 'stream.reset', params: {room: ROOM, stream: 'summary:13', epoch: 1, offset: 3, state: {}}});
  assert.deepEqual(world.pushes(), []);
});

test('a stream whose watch was refused is not watched when the session comes back', () => {
  const world = new World().joins();
  world.request('roster.watch', {room: ROOM, streams: ['page:1301/1']});
  world.refusesLast('limit_exceeded');
  world.look();
  world.closes(4002);
  world.resumes();
  assert.deepEqual(world.sent.map(({method}) => method), ['session.resume']);
});

test('a stream that was watched before goes on when a second watch of it is refused', () => {
  const world = new World().joins();
  world.request('roster.watch', {room: ROOM, streams: ['page:1301/1']});
  world.answersLast({watching: ['page:1301/1']});
  world.says(push('stream.reset', 'page:1301/1', 0, {state: {unit: 1301, page: 1, next: null, entries: []}}));
  world.request('roster.watch', {room: ROOM, streams: ['page:1301/1', 'page:1301/2']});
  world.refusesLast('limit_exceeded');
  world.look();
  world.closes(4002);
  world.resumes();
  assert.deepEqual(world.sent[0].params.streams['page:1301/1'], {epoch: 1, offset: 0});
  assert.deepEqual(world.sent.map(({method}) => method), ['session.resume']);
});

test('a watch that was refused ends nothing that another one still asks for', () => {
  const world = new World().joins();
  world.request('roster.watch', {room: ROOM, streams: ['page:1301/1']});
  const first = world.sent.at(-1).id;
  world.request('roster.watch', {room: ROOM, streams: ['page:1301/1']});
  world.refuses(first, 'rate_limited');
  world.look();
  world.closes(4002);
  world.resumes();
  assert.deepEqual(world.sent.map(({method}) => method), ['session.resume', 'roster.watch', 'roster.watch']);
});
