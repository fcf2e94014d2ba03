// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {placeAfter} from '../../Sources/CWebAssets/web/screens/queue-card.js';
import {ROOM, World, joins} from './world.js';

const JOIN = {room: ROOM, people: 3, media: true};

function refuse(world, position, waitMs) {
  world.refusesLast('join_queued', {retryable: true, retryAfterMs: waitMs, queue: {position, waitMs}});
}

/** A session whose join was told to wait. */
function queued(position = 43, waitMs = 2_150) {
  const world = new World().starts();
  const id = world.request('room.join', JOIN);
  refuse(world, position, waitMs);
  return {world, id};
}

test('the place is told, and the same join is asked again when it is due and not before', () => {
  const {world, id} = queued();
  assert.deepEqual(world.actions.at(-1), {type: 'queued', place: {position: 43, waitMs: 2_150}});
  world.look();
  world.pass(2_149);
  assert.deepEqual(joins(world), []);
  world.pass(1);
  assert.deepEqual(joins(world).map(({params}) => params), [JOIN]);
  world.answersLast(world.joinAnswer());
  world.resets();
  assert.equal(world.answers.get(id).room, ROOM);
});

test('further waits are told too, and never given up', () => {
  const {world, id} = queued();
  for (let again = 0; again < 20; again += 1) {
    world.look();
    world.pass(2_150);
    assert.equal(world.sent.at(-1).method, 'room.join');
    refuse(world, 1, 2_150);
    assert.equal(world.actions.at(-1).type, 'queued');
  }
  assert.equal(world.refusals.get(id), undefined);
});

test('who waits goes on waiting when the server has trouble of its own, and stops at a final refusal', () => {
  const {world, id} = queued();
  world.look();
  world.pass(2_150);
  world.refusesLast('store_unavailable', {retryable: true, retryAfterMs: 1_000});
  assert.equal(world.refusals.get(id), undefined);
  world.look();
  world.pass(1_999);
  assert.deepEqual(joins(world), []);
  world.pass(1);
  assert.equal(joins(world).length, 1);
  world.refusesLast('kicked');
  assert.equal(world.refusals.get(id).code, 'kicked');
});

test('who was never told to wait hears of the trouble', () => {
  const world = new World().starts();
  const id = world.request('room.join', JOIN);
  world.refusesLast('store_unavailable', {retryable: true, retryAfterMs: 1_000});
  assert.equal(world.refusals.get(id).code, 'store_unavailable');
});

test('the place is kept over a reconnect', () => {
  const {world} = queued(43, 4_000);
  world.look();
  world.closes(1006);
  world.waits();
  world.opens();
  world.signsIn('00c2f5a81b3e9d75');
  assert.deepEqual(joins(world), []);
  world.pass(4_000 - world.now);
  assert.equal(joins(world).length, 1);
});

test('a turn that came while the connection was lost is taken after it', () => {
  const {world} = queued(1, 100);
  world.look();
  world.closes(1006);
  world.waits();
  world.pass(500);
  world.opens();
  world.signsIn('00c2f5a81b3e9d75');
  assert.equal(joins(world).length, 1);
});

test('who cancels waits no longer', () => {
  const {world, id} = queued();
  world.look();
  world.do((core) => core.withdrawJoins());
  assert.equal(world.refusals.get(id).code, 'withdrawn');
  world.pass(5_000);
  assert.deepEqual(joins(world), []);
});

test('who cancels while the join is asked again is not told to wait once more', () => {
  const {world, id} = queued();
  world.pass(2_150);
  world.do((core) => core.withdrawJoins());
  assert.equal(world.refusals.get(id), undefined);
  refuse(world, 1, 100);
  assert.equal(world.refusals.get(id).code, 'withdrawn');
});

test('a rejoin waits for its turn without growing pauses', () => {
  const world = new World().joins();
  world.closes(4002);
  world.opens();
  world.refusesLast('unknown_session');
  world.signsIn('00c2f5a81b3e9d75');
  assert.equal(world.sent.at(-1).method, 'room.join');
  for (let again = 0; again < 5; again += 1) {
    refuse(world, 2, 200);
    world.look();
    world.pass(199);
    assert.deepEqual(joins(world), []);
    world.pass(1);
    assert.equal(joins(world).length, 1);
  }
  world.answersLast(world.joinAnswer('t3'));
  assert.equal(world.core.rejoin, null);
});

test('what is left of a place shrinks evenly, and ends as the next', () => {
  const place = {position: 40, waitMs: 4_000};
  assert.deepEqual(placeAfter(place, 0), place);
  assert.deepEqual(placeAfter(place, 1_000), {position: 30, waitMs: 3_000});
  assert.deepEqual(placeAfter(place, 3_999), {position: 1, waitMs: 1});
  assert.deepEqual(placeAfter(place, 9_000), {position: 1, waitMs: 0});
});
