// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {pageAfter} from '../../Sources/CWebAssets/web/room/page-state.js';
import {CHAT_MAX, emptyRoomState, roomStateAfter, roomStateOf} from '../../Sources/CWebAssets/web/room/room-state.js';
import {isExempt, isHidden, mayUnmuteSelf, orderedMute} from '../../Sources/CWebAssets/web/room/permissions.js';
import {summaryAfter, summaryOf} from '../../Sources/CWebAssets/web/room/summary-state.js';

/** The state after pushes `[method, params]`. */
function after(...pushes) {
  return pushes.reduce((state, [method, params]) => roomStateAfter(state, {method, params: params ?? {}}),
    roomStateOf({title: 'T', chair: 'account:1'}));
}

const li = {participant: 'account:2', name: 'Li'};
const wang = {participant: 'account:3', name: '王伟'};

test('a lock holds until it is lifted', () => {
  assert.equal(after(['room.locked']).locked, true);
  assert.equal(after(['room.locked'], ['room.unlocked']).locked, false);
});

test('a hand goes to the end of the queue, and being granted the floor takes it out of there', () => {
  const state = after(['floor.requested', li], ['floor.requested', wang], ['floor.granted', {...li, by: 'account:1'}]);
  assert.deepEqual(state.floor, {holders: [li], queue: [wang]});
  assert.deepEqual(roomStateAfter(state, {method: 'floor.denied', params: wang}).floor, {holders: [li], queue: []});
  assert.deepEqual(roomStateAfter(state, {method: 'floor.released', params: wang}).floor, {holders: [li], queue: []});
  assert.deepEqual(roomStateAfter(state, {method: 'floor.revoked', params: li}).floor, {holders: [], queue: [wang]});
});

test('an order against everybody forgets who was let off, and lifting it lifts every single one', () => {
  const state = after(['room.muted', {selfUnmute: true}], ['participant.unmuted', li], ['participant.muted', wang]);
  assert.deepEqual([state.unmuted, state.muted], [['account:2'], ['account:3']]);
  const again = roomStateAfter(state, {method: 'room.muted', params: {selfUnmute: false}});
  assert.deepEqual([again.mute, again.unmuted, again.muted], [{all: true, selfUnmute: false}, [], ['account:3']]);
  const lifted = roomStateAfter(again, {method: 'room.unmuted', params: {}});
  assert.deepEqual([lifted.mute.all, lifted.unmuted, lifted.muted], [false, [], []]);
});

test('who is let off a single order is on no list unless an order against everybody stands', () => {
  const state = after(['participant.muted', li], ['participant.unmuted', li]);
  assert.deepEqual([state.unmuted, state.muted], [[], []]);
});

test('a camera that is off by order stays so until the order is lifted', () => {
  const state = after(['participant.hidden', li], ['participant.hidden', li], ['participant.hidden', wang]);
  assert.deepEqual(state.hidden, ['account:2', 'account:3']);
  assert.equal(isHidden(state, 'account:2'), true);
  assert.deepEqual(roomStateAfter(state, {method: 'participant.shown', params: li}).hidden, ['account:3']);
});

test('a room that moves to the media server has an empty mesh', () => {
  const {media} = after(['mesh.entered', {session: 'a', ...li}], ['media.moved', {mode: 'server'}]);
  assert.deepEqual([media.mode, media.members], ['server', []]);
});

test('the mesh keeps the order of entering', () => {
  const member = (session) => ({session, participant: 'account:2', name: 'Li'});
  const state = after(['mesh.entered', member('a')], ['mesh.entered', member('b')], ['mesh.entered', member('c')],
    ['mesh.left', {session: 'a'}], ['mesh.entered', member('a')]);
  assert.deepEqual(state.media.members.map(({session}) => session), ['b', 'c', 'a']);
});

test('the newest 500 chat messages are kept', () => {
  let state = emptyRoomState();
  for (let offset = 1; offset <= CHAT_MAX + 20; offset += 1) {
    state = roomStateAfter(state, {method: 'chat.posted', params: {offset, at: 1, from: 'a', name: 'A', text: 'x'}});
  }
  assert.deepEqual([state.chat.length, state.chat[0].offset, state.chat.at(-1).offset], [500, 21, 520]);
});

test('a push that is not known changes nothing', () => {
  const state = emptyRoomState();
  assert.equal(roomStateAfter(state, {method: 'room.painted', params: {}}), state);
});

test('a state that was handed out is left alone by what comes after', () => {
  const state = after(['floor.requested', li]);
  const copy = structuredClone(state);
  for (const method of ['floor.granted', 'participant.promoted', 'participant.muted', 'mesh.entered', 'chat.posted']) {
    roomStateAfter(state, {method, params: {...li, session: 's'}});
  }
  assert.deepEqual(state, copy);
});

test('the order against everybody excepts chair, presenters, floor holders and who was let off', () => {
  const state = after(['room.muted', {selfUnmute: false}], ['participant.promoted', li], ['floor.granted', wang],
    ['participant.unmuted', {participant: 'account:4'}]);
  for (const exempt of ['account:1', 'account:2', 'account:3']) assert.ok(isExempt(state, exempt));
  const orders = [1, 2, 3, 4, 5].map((number) => orderedMute(state, `account:${number}`));
  assert.deepEqual(orders, ['none', 'none', 'none', 'none', 'all']);
});

test('an order of its own binds also the chair and presenters', () => {
  const state = after(['participant.promoted', li], ['participant.muted', li], ['participant.muted',
    {participant: 'account:1'}]);
  assert.equal(orderedMute(state, 'account:2'), 'single');
  assert.equal(orderedMute(state, 'account:1'), 'single');
  assert.equal(mayUnmuteSelf(state, {participant: 'account:2'}), false);
});

test('one may unmute oneself only under an order against everybody that says so', () => {
  const me = {participant: 'account:5'};
  assert.equal(mayUnmuteSelf(after(), me), true);
  assert.equal(mayUnmuteSelf(after(['room.muted', {selfUnmute: true}]), me), true);
  assert.equal(mayUnmuteSelf(after(['room.muted', {selfUnmute: false}]), me), false);
  assert.equal(mayUnmuteSelf(after(['room.muted', {selfUnmute: true}], ['participant.muted', me]), me), false);
});

test('a new row of a summary counts zero until it is told, and a changed one has all its numbers', () => {
  const summary = summaryOf({unit: 1, rows: [[0, 1, 'Ministry', 0]], counts: [[0, 0, 42, 0, 3, 1, 55]]});
  const changed = summaryAfter(summary, {rows: [[1, 13, 'Hebei', 13]], counts: [[0, 0, 43, 0, 3, 1, 56]]});
  assert.deepEqual(changed.rows.get(1), {unit: 13, name: 'Hebei', order: 13});
  assert.equal(changed.counts.get(0).joined, 43);
  assert.equal(changed.counts.get(1).joined, 0);
  assert.equal(summary.counts.get(0).joined, 42);
});

function page(...names) {
  return {unit: 13, page: 1, next: null, entries: names.map((name) => ({participant: name, hand: false}))};
}

function names({entries}) {
  return entries.map(({participant}) => participant).join('');
}

test('a page takes entries out before it puts others in', () => {
  const changed = pageAfter(page('a', 'b', 'c'), {
    remove: ['a'], put: [{before: 'c', entry: {participant: 'a', hand: true}}],
  });
  assert.equal(names(changed), 'bac');
  assert.equal(changed.entries[1].hand, true);
});

test('an entry that is put replaces the one of the same participant, wherever that was', () => {
  assert.equal(names(pageAfter(page('a', 'b', 'c'), {put: [{before: 'b', entry: {participant: 'c'}}]})), 'acb');
  assert.equal(names(pageAfter(page('a', 'b', 'c'), {put: [{before: null, entry: {participant: 'a'}}]})), 'bca');
  assert.equal(names(pageAfter(page('a', 'b', 'c'), {put: [{before: 'c', entry: {participant: 'b'}}]})), 'abc');
});

test('puts are applied in turn, so that several in front of the same one keep their order', () => {
  const put = ['x', 'y'].map((name) => ({before: 'b', entry: {participant: name}}));
  assert.equal(names(pageAfter(page('a', 'b'), {put})), 'axyb');
});

test('the next page changes only when the change says so, also to none', () => {
  const first = {...page('a'), next: 2};
  assert.equal(pageAfter(first, {remove: ['a']}).next, 2);
  assert.equal(pageAfter(first, {next: null}).next, null);
});

test('an entry before somebody who is not there is a fault', () => {
  assert.throws(() => pageAfter(page('a'), {put: [{before: 'z', entry: {participant: 'b'}}]}), /has no z/);
});

test('every push of the protocol that belongs to the room stream is known to this page', () => {
  const protocol = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');
  const table = protocol.split('## Pushes')[1].split('<!-- sample')[0];
  const methods = [...table.matchAll(/`((?:room|participant|floor|chat|mesh)\.[a-z]+)`/g)].map(([, method]) => method);
  assert.ok(methods.length >= 18, `${methods.length}`);
  for (const method of new Set(methods)) {
    if (method === 'room.ended' || method === 'participant.kicked') continue;  // They are told, not shown as state.
    const state = emptyRoomState();
    assert.notEqual(roomStateAfter(state, {method, params: {...li, session: 's', selfUnmute: true}}), state, method);
  }
});
