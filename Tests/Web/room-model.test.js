// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {RoomModel} from '../../Sources/CWebAssets/web/room/room-model.js';
import {ROOM, ROOM_STATE, chat, push} from './world.js';

const ANSWER = {
  room: ROOM, session: 's1', participant: 'account:17', role: 'attendee', path: [1, 13], media: 'mesh', token: 't',
  reconnect: {slot: 0, spreadMs: 1},
};

function makeModel(answer = ANSWER) {
  const asked = [];
  const model = new RoomModel(answer, async (method, params) => {
    asked.push([method, params]);
    return {};
  });
  const told = [];
  for (const type of [
    'room', 'mesh', 'summary', 'page', 'fact', 'chat', 'signal', 'progress', 'ended', 'kicked',
    'publications', 'offered', 'mediaLost',
  ]) {
    model.addEventListener(type, ({detail}) => told.push([type, detail]));
  }
  model.apply(push('stream.reset', 'room', 10, {state: ROOM_STATE}));
  model.apply(push('stream.reset', 'self', 0, {state: {}}));
  return {model, asked, told, types: () => told.map(([type]) => type)};
}

const frame = () => new Promise((resolve) => setTimeout(resolve, 20));
const mesh = (session, offset) =>
  push('mesh.entered', 'room', offset, {session, participant: `account:${session}`, name: session, at: 1});

test('a room knows the link that the server gave it, whatever address the page has', () => {
  assert.equal(new RoomModel({...ANSWER, link: 'https://meet.example/r/428913577'}, async () => ({})).link,
    'https://meet.example/r/428913577');
});

test('several changes of one task are told once, and chat does not count as a change of the room', async () => {
  const {model, told, types} = makeModel();
  await frame();
  told.length = 0;
  model.apply(push('room.locked', 'room', 11, {by: 'account:1', at: 5}));
  model.apply(push('room.unlocked', 'room', 12, {by: 'account:1', at: 6}));
  assert.deepEqual(types(), ['fact', 'fact']);
  await frame();
  assert.deepEqual(types(), ['fact', 'fact', 'room']);
  model.apply(chat(13));
  await frame();
  assert.deepEqual(types(), ['fact', 'fact', 'room', 'chat', 'fact']);
  assert.equal(model.state.chat.length, 1);
});

test('a chat message that comes twice is there once', () => {
  const {model, types} = makeModel();
  model.apply(chat(11));
  model.apply(chat(11));
  assert.equal(model.state.chat.length, 1);
  assert.equal(types().filter((type) => type === 'chat').length, 1);
});

test('a page that is over when the session comes back is forgotten, the others stay', async () => {
  const {model, told} = makeModel();
  const pages = ['page:13/1', 'page:13/2'];
  await model.watch(pages);
  for (const stream of pages) model.apply(push('stream.reset', stream, 4, {state: {unit: 13, page: 1, entries: []}}));
  await frame();
  told.length = 0;
  model.resumed({session: 's1', participant: 'account:17', role: 'attendee', watching: ['page:13/1']});
  await frame();
  assert.deepEqual([...model.pages.keys()], ['page:13/1']);
  assert.deepEqual(told, [['page', {stream: 'page:13/2'}]]);
});

test('a gap throws and changes nothing', () => {
  const {model} = makeModel();
  assert.throws(() => model.apply(chat(12)), /missing/);
  assert.equal(model.state.chat.length, 0);
  model.apply(chat(11));
  assert.equal(model.state.chat.length, 1);
});

test('being promoted and demoted changes my role, and nobody else’s does', () => {
  const {model} = makeModel();
  const who = (participant) => ({participant, name: 'A', by: 'account:1', at: 1});
  model.apply(push('participant.promoted', 'room', 11, who('account:99')));
  assert.equal(model.me.role, 'attendee');
  model.apply(push('participant.promoted', 'room', 12, who('account:17')));
  assert.equal(model.me.role, 'presenter');
  model.apply(push('participant.demoted', 'room', 13, who('account:17')));
  assert.equal(model.me.role, 'attendee');
});

test('the chair stays chair on the Stage', () => {
  const {model} = makeModel({...ANSWER, role: 'chair'});
  model.apply(push('participant.promoted', 'room', 11, {participant: 'account:17', name: 'A', at: 1}));
  assert.equal(model.me.role, 'chair');
});

test('the mesh tells its members in order, and my place in it', async () => {
  const {model, types} = makeModel();
  model.apply(mesh('s0', 11));
  model.apply(mesh('s1', 12));
  assert.deepEqual(model.state.media.members.map(({session}) => session), ['s0', 's1']);
  assert.equal(model.me.media, 'mesh');
  await frame();
  assert.equal(types().filter((type) => type === 'mesh').length, 1);
  model.apply(push('mesh.left', 'room', 13, {session: 's1', at: 1}));
  assert.equal(model.me.media, 'none');
});

test('who found the mesh full stays so', () => {
  const {model} = makeModel({...ANSWER, media: 'full'});
  model.apply(mesh('s0', 11));
  assert.equal(model.me.media, 'full');
});

test('signals are told one by one, in order', () => {
  const {model, told} = makeModel();
  for (const number of [1, 2, 3]) {
    model.apply(push('signal.received', 'self', number, {from: 's2', participant: 'account:2', payload: {number}}));
  }
  const payloads = told.filter(([type]) => type === 'signal').map(([, {payload}]) => payload.number);
  assert.deepEqual(payloads, [1, 2, 3]);
});

test('progress names the key of its command', () => {
  const {model, told} = makeModel();
  model.apply(push('control.progressed', 'self', 1, {key: 'k3', applied: 1, pending: 2}));
  assert.deepEqual(told.at(-1), ['progress', {key: 'k3', applied: 1, pending: 2}]);
});

test('the end is told, and being removed only to who is', () => {
  const {model, types} = makeModel();
  model.apply(push('participant.kicked', 'room', 11, {participant: 'account:3', by: null, at: 1}));
  assert.ok(!types().includes('kicked'));
  model.apply(push('participant.kicked', 'room', 12, {participant: 'account:17', by: null, at: 1}));
  model.apply(push('room.ended', 'room', 13, {by: null, at: 1}));
  assert.ok(types().includes('kicked') && types().includes('ended'));
});

const PAGE = {unit: 13, page: 1, next: null, entries: [{participant: 'account:20'}]};

test('a watched page is kept up, and forgotten when it is no longer watched', async () => {
  const {model, asked, told} = makeModel();
  await model.watch(['page:13/1', 'summary:13']);
  model.apply(push('stream.reset', 'page:13/1', 4, {state: PAGE}));
  model.apply(push('page.changed', 'page:13/1', 5, {remove: ['account:20']}));
  assert.deepEqual(model.pages.get('page:13/1').entries, []);
  await frame();
  assert.deepEqual(told.filter(([type]) => type === 'page'), [['page', {stream: 'page:13/1'}]]);
  await model.unwatch(['page:13/1']);
  assert.equal(model.pages.size, 0);
  model.apply(push('page.changed', 'page:13/1', 6, {remove: ['account:20']}));
  model.apply(push('stream.reset', 'page:13/1', 0, {state: PAGE}));
  assert.equal(model.pages.size, 0);
  assert.deepEqual(asked.map(([method]) => method), ['roster.watch', 'roster.unwatch']);
});

test('a page that was merged into its neighbour is gone', async () => {
  const {model, told} = makeModel();
  await model.watch(['page:13/2']);
  model.apply(push('stream.reset', 'page:13/2', 4, {state: {...PAGE, page: 2}}));
  model.apply(push('page.changed', 'page:13/2', 5, {closed: true}));
  await frame();
  assert.equal(model.pages.size, 0);
  assert.deepEqual(told.at(-1), ['page', {stream: 'page:13/2'}]);
});

test('what was left out for a slow client is set anew in the middle of a stream, and goes on from there', async () => {
  const {model} = makeModel();
  await model.watch(['page:13/1', 'page:13/2']);
  const rows = [[0, 1, 'Ministry', 0]];
  const summary = (joined) => ({unit: 1, spreadMs: 1, rows, counts: [[0, 0, joined, 0, 0, 0, joined]]});
  model.apply(push('stream.reset', 'summary', 4, {state: summary(1)}));
  for (const page of [1, 2]) model.apply(push('stream.reset', `page:13/${page}`, 4, {state: {...PAGE, page}}));
  model.apply(push('stream.reset', 'summary', 9, {state: summary(7)}));
  model.apply(push('summary.changed', 'summary', 10, {counts: [[0, 0, 8, 0, 0, 0, 8]]}));
  assert.equal(model.summaries.get('root').counts.get(0).joined, 8);
  model.apply(push('stream.reset', 'page:13/1', 6, {state: {...PAGE, entries: []}}));
  assert.deepEqual(model.pages.get('page:13/1').entries, []);
  model.apply(push('stream.reset', 'page:13/2', 8, {state: {...PAGE, page: 2}}));
  model.apply(push('page.changed', 'page:13/2', 9, {closed: true}));
  assert.deepEqual([...model.pages.keys()], ['page:13/1']);
});

test('the summary of the whole room is called root, others by their unit', async () => {
  const {model} = makeModel();
  const state = {unit: 1, spreadMs: 1, rows: [[0, 1, 'Ministry', 0]], counts: [[0, 0, 1, 0, 0, 0, 1]]};
  model.apply(push('stream.reset', 'summary', 0, {state}));
  model.apply(push('summary.changed', 'summary', 1, {counts: [[0, 0, 2, 0, 0, 0, 2]]}));
  await model.watch(['summary:13']);
  model.apply(push('stream.reset', 'summary:13', 0, {state: {...state, unit: 13}}));
  assert.equal(model.summaries.get('root').counts.get(0).joined, 2);
  assert.equal(model.summaries.get(13).unit, 13);
});

test('a watch that is refused leaves no stream behind', async () => {
  const model = new RoomModel(ANSWER, () => Promise.reject(new Error('unknown_stream')));
  await assert.rejects(model.watch(['page:13/9']));
  model.apply(push('stream.reset', 'page:13/9', 0, {state: PAGE}));
  assert.equal(model.pages.size, 0);
});

test('after a rejoin the same model goes on with another session, and every stream is set anew', async () => {
  const {model, told, types} = makeModel();
  model.apply(chat(11));
  told.length = 0;
  model.rejoined({...ANSWER, session: 's9'});
  model.apply(chat(12));
  assert.equal(model.state.chat.length, 1);
  model.apply(push('stream.reset', 'room', 3, {state: ROOM_STATE}, 2));
  await frame();
  assert.equal(model.me.session, 's9');
  assert.equal(model.state.chat.length, 0);
  assert.deepEqual([...new Set(types())].sort(), ['mesh', 'room']);
});

test('every sample push of the protocol is taken in', () => {
  const protocol = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');
  const samples = [...protocol.matchAll(/<!-- sample: push (.*) -->\n```json\n(.*)\n```/g)];
  assert.ok(samples.length >= 12);
  for (const [, name, json] of samples) {
    const model = new RoomModel({...ANSWER, role: 'chair'}, async () => ({}));
    const sample = JSON.parse(json);
    const {stream, offset, epoch} = sample.params;
    if (stream === undefined) continue;
    void model.watch([stream]);
    if (sample.method !== 'stream.reset') {
      const state = stream === 'room' ? ROOM_STATE
        : stream.startsWith('page') ? {...PAGE, entries: [{participant: 'account:21'}]}
          : {unit: 1, rows: [], counts: []};
      model.apply(push('stream.reset', stream, offset - 1, {state}, epoch));
    }
    assert.doesNotThrow(() => model.apply(sample), name);
  }
});

test('who had a place in the mesh, or found none, is carried by the media server once the room has moved', async () => {
  for (const media of ['mesh', 'full', 'none']) {
    const {model} = makeModel({...ANSWER, media});
    if (media === 'mesh') model.apply(mesh('s1', 11));
    model.apply(push('media.moved', 'room', media === 'mesh' ? 12 : 11, {mode: 'server', at: 1}));
    assert.equal(model.me.media, media === 'none' ? 'none' : 'server');
    assert.deepEqual(model.state.media.members, []);
  }
});

test('what a media server says to this session is told at once and in order', () => {
  const {model, told} = makeModel();
  const offer = {revision: 3, fresh: true, sdp: 'v=0', tracks: [{mid: '0', session: 's2', kind: 'camera'}]};
  model.apply(push('media.offered', 'self', 1, offer));
  model.apply(push('media.lost', 'self', 2, {side: 'publish'}));
  model.apply(push('media.offered', 'self', 1, offer));
  assert.deepEqual(told, [['offered', offer], ['mediaLost', {side: 'publish'}]]);
});

const publication = (session, more = {}) => ({
  session, participant: `account:${session}`, name: session, stage: false, order: 1, microphone: false, camera: true,
  screen: false, ...more,
});

test('publications are set by a reset and kept up by changes, the stage first', async () => {
  const {model, told, types} = makeModel();
  await frame();
  told.length = 0;
  assert.equal(model.publications, null);
  model.apply(push('publications.changed', 'publications', 3, {put: [publication('early')]}));
  assert.equal(model.publications, null);
  const entries = [publication('b', {order: 2}), publication('a'), publication('c', {stage: true, order: 9})];
  model.apply(push('stream.reset', 'publications', 3, {state: {generation: 1, ready: true, more: 4, entries}}));
  assert.deepEqual(model.publications.entries.map(({session}) => session), ['c', 'a', 'b']);
  model.apply(push('publications.changed', 'publications', 4, {remove: ['c'], put: [publication('b', {stage: true})]}));
  model.apply(push('publications.changed', 'publications', 5, {generation: 2, ready: false, more: 0}));
  const {generation, ready, more, entries: after} = model.publications;
  assert.deepEqual([generation, ready, more, after.map(({session}) => session)], [2, false, 0, ['b', 'a']]);
  await frame();
  assert.deepEqual(types(), ['publications']);
});
