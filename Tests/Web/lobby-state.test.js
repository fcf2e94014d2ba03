// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import './globals.js';
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isGuest} from '../../Sources/CWebAssets/web/room/guests.js';
import {hasNewcomer, lobbyOf, unitName} from '../../Sources/CWebAssets/web/room/lobby-state.js';
import {RoomModel} from '../../Sources/CWebAssets/web/room/room-model.js';
import {ROOM, ROOM_STATE, World, joins, push} from './world.js';

const JOIN = {room: ROOM, people: 1, media: true};
const entry = (number, unit = 1301) =>
  ({participant: `guest:${number}`, name: `Guest ${number}`, unit, since: 1_764_000_000_000});
const told = (...numbers) => ({
  waiting: numbers.length, entries: numbers.map((each) => entry(each)), units: [[1301, 'Baoding', numbers.length]],
});

const ANSWER = {
  room: ROOM, session: 's1', participant: 'account:17', role: 'chair', path: [1], media: 'none', token: 't',
  reconnect: {slot: 0, spreadMs: 1},
};

/** A room whose lobby is watched. */
async function watching() {
  const asked = [];
  const model = new RoomModel(ANSWER, async (method, params) => asked.push([method, params]));
  let changes = 0;
  model.addEventListener('lobby', () => changes += 1);
  model.apply(push('stream.reset', 'room', 10, {state: ROOM_STATE}));
  await model.watch(['lobby']);
  model.apply(push('stream.reset', 'lobby', 4, {state: told(77)}));
  await Promise.resolve();
  return {model, asked, changes: () => changes};
}

test('a reset and each change tell the whole', async () => {
  const {model, asked, changes} = await watching();
  assert.deepEqual(asked, [['roster.watch', {room: ROOM, streams: ['lobby']}]]);
  assert.deepEqual(model.lobby, {
    waiting: 1, entries: [entry(77)], units: [{unit: 1301, name: 'Baoding', waiting: 1}],
  });
  model.apply(push('lobby.changed', 'lobby', 5, told(78, 79)));
  assert.deepEqual(model.lobby.entries.map(({participant}) => participant), ['guest:78', 'guest:79']);
  model.apply(push('lobby.changed', 'lobby', 6, told()));
  await Promise.resolve();
  assert.deepEqual(model.lobby.entries, []);
  assert.equal(model.lobby.waiting, 0);
  assert.equal(changes(), 2);
});

test('a change that comes twice changes nothing, and a gap throws', async () => {
  const {model} = await watching();
  model.apply(push('lobby.changed', 'lobby', 5, told(78)));
  model.apply(push('lobby.changed', 'lobby', 5, told(79)));
  assert.equal(model.lobby.entries[0].participant, 'guest:78');
  assert.throws(() => model.apply(push('lobby.changed', 'lobby', 7, told())), /missing/);
});

test('a lobby that is not watched any more is not known, also when a resume says so', async () => {
  const {model} = await watching();
  await model.unwatch(['lobby']);
  assert.equal(model.lobby, null);
  const other = (await watching()).model;
  other.resumed({session: 's1', participant: 'account:17', role: 'chair', watching: ['lobby']});
  assert.equal(other.lobby.waiting, 1);
  other.resumed({session: 's1', participant: 'account:17', role: 'chair', watching: []});
  assert.equal(other.lobby, null);
});

test('it is news when somebody waits who did not, and none when somebody was let in', () => {
  const of = (...numbers) => lobbyOf(told(...numbers));
  assert.equal(hasNewcomer(null, of()), false);
  assert.equal(hasNewcomer(null, of(77)), true);
  assert.equal(hasNewcomer(of(77), of(77)), false);
  assert.equal(hasNewcomer(of(77, 78), of(78)), false);
  assert.equal(hasNewcomer(of(77, 78), of(78, 79)), true);
  assert.equal(hasNewcomer(of(77), of()), false);
});

test('who moves up into a list that was cut is no news', () => {
  const cut = (first, waiting) =>
    lobbyOf({waiting, entries: Array.from({length: 64}, (_, index) => entry(first + index)), units: []});
  assert.equal(hasNewcomer(cut(1, 100), cut(2, 99)), false);
  assert.equal(hasNewcomer(cut(1, 100), cut(1, 101)), true);
});

test('a unit is called as the counts call it', () => {
  const lobby = lobbyOf({waiting: 1, entries: [entry(77, 1302)], units: [[1301, 'Baoding', 1]]});
  assert.equal(unitName(lobby, 1301), 'Baoding');
  assert.equal(unitName(lobby, 1302), '');
});

test('guests are told by their participants', () => {
  assert.deepEqual(['guest:77', 'account:17', 'terminal:3'].map(isGuest), [true, false, false]);
});

// Waiting to be let in.

const pending = (world) => world.refusesLast('admission_pending', {retryable: true, retryAfterMs: 2_000});

test('a guest who waits is told so, and asks again every two seconds until he is let in', () => {
  const world = new World().starts();
  const id = world.request('room.join', JOIN);
  for (let again = 0; again < 20; again += 1) {
    pending(world);
    assert.deepEqual(world.actions.at(-1), {type: 'waits'});
    world.look();
    world.pass(1_999);
    assert.deepEqual(joins(world), []);
    world.pass(1);
    assert.deepEqual(joins(world).map(({params}) => params), [JOIN]);
  }
  world.answersLast(world.joinAnswer());
  world.resets();
  assert.equal(world.answers.get(id).room, ROOM);
});

test('a guest goes on waiting after a reconnect', () => {
  const world = new World().starts();
  world.request('room.join', JOIN);
  pending(world);
  world.look();
  world.closes(1006);
  world.waits();
  world.opens();
  world.signsIn('00c2f5a81b3e9d75');
  world.pass(2_000);
  assert.equal(joins(world).length, 1);
});

test('a guest who is turned away hears of it, and one who goes waits no longer', () => {
  const world = new World().starts();
  const id = world.request('room.join', JOIN);
  pending(world);
  world.pass(2_000);
  world.refusesLast('kicked');
  assert.equal(world.refusals.get(id).code, 'kicked');
  const other = world.request('room.join', JOIN);
  pending(world);
  world.look();
  world.do((core) => core.withdrawJoins());
  assert.equal(world.refusals.get(other).code, 'withdrawn');
  world.pass(5_000);
  assert.deepEqual(joins(world), []);
});

test('a seat that is gone is asked for again while nobody has let the guest in', () => {
  const world = new World().joins();
  world.closes(4002);
  world.opens();
  world.refusesLast('unknown_session');
  world.signsIn('00c2f5a81b3e9d75');
  for (let again = 0; again < 5; again += 1) {
    pending(world);
    world.look();
    world.pass(2_000);
    assert.equal(joins(world).length, 1);
  }
});
