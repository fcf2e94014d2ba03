// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { wishesOf } from '../../../Sources/CWebAssets/web/media/wishes.js';
import { entry } from './server-fakes.js';

const many = (count, more = {}) => Array.from({ length: count }, (_, index) =>
  entry(`s${index}`, { stage: false, order: index, ...more }));

const wishes = (facts) => wishesOf({
  entries: [], me: 'me', saving: 'off', view: { visible: [], large: [], screens: [] }, ...facts,
});

const of = (list, ...kinds) => list.filter(({ kind }) => kinds.includes(kind)).map(({ session }) => session);
const view = (visible, large = [], screens = []) => ({ visible, large, screens });

test('sound comes first, and nobody asks for what this page sends itself', () => {
  const asked = wishes({ entries: [entry('me'), entry('a')], view: view(['me', 'a']) });
  assert.deepEqual(asked, [
    { session: 'a', kind: 'microphone', layer: 'high' }, { session: 'a', kind: 'camera', layer: 'high' },
  ]);
});

test('sixteen are heard at most, those on the stage before others', () => {
  const entries = [...many(30), entry('chair', { order: 99 })];
  const heard = of(wishes({ entries }), 'microphone');
  assert.equal(heard.length, 16);
  assert.ok(heard.includes('chair'));
});

test('who is on the stage is asked for even while silent, unless open microphones need the place', () => {
  const quiet = entry('chair', { microphone: false, camera: false });
  assert.deepEqual(of(wishes({ entries: [quiet] }), 'microphone'), ['chair']);
  assert.ok(!of(wishes({ entries: [quiet, ...many(16)] }), 'microphone').includes('chair'));
});

test('who was heard lately, or is asked for already, keeps the place', () => {
  const entries = many(30);
  const asked = new Set(of(wishes({ entries }), 'microphone'));
  const heard = of(wishes({ entries, asked, heard: new Set(['s29']) }), 'microphone');
  assert.ok(heard.includes('s29'));
  assert.equal(heard.filter((session) => asked.has(session)).length, 15);
  const newcomers = [entry('new', { stage: false, order: -1 }), ...entries];
  assert.deepEqual(of(wishes({ entries: newcomers, asked }), 'microphone'), [...asked]);
});

test('pictures are those that are looked at, and at most 25 in a room of any size', () => {
  const entries = many(64);
  const everybody = entries.map(({ session }) => session);
  const some = wishes({ entries, view: view(everybody.slice(10, 13)) });
  assert.deepEqual(of(some, 'camera'), everybody.slice(10, 13));
  const sharing = entries.map((each) => ({ ...each, screen: true }));
  const all = wishes({ entries: sharing, view: view(everybody, [], everybody) });
  assert.equal(of(all, 'camera', 'screen').length, 25);
  assert.ok(all.length <= 48);
});

test('cameras that are off are not asked for', () => {
  const entries = [entry('a', { camera: false }), entry('b')];
  assert.deepEqual(of(wishes({ entries, view: view(['a', 'b']) }), 'camera'), ['b']);
});

test('a layer follows how large a picture is shown', () => {
  const entries = many(12);
  const layers = (...sessions) => wishes({ entries, view: view(...sessions) })
    .filter(({ kind }) => kind === 'camera').map(({ layer }) => layer);
  const all = entries.map(({ session }) => session);
  assert.deepEqual(layers(['s1']), ['high']);
  assert.deepEqual(layers(['s1', 's2']), ['medium', 'medium']);
  assert.deepEqual(new Set(layers(all)), new Set(['low']));
  assert.deepEqual(layers(['s1', 's2', 's3'], ['s3']), ['high', 'low', 'low']);
  assert.deepEqual(layers(['s1', 's2', 's3'], ['s2', 's3']), ['medium', 'medium', 'low']);
});

test('a shared screen that is looked at is asked for, with its sound, which is heard in any case', () => {
  const entries = [entry('a', { screen: true }), entry('b')];
  const asked = wishes({ entries, view: view(['b'], [], ['a']) });
  assert.deepEqual(of(asked, 'screen'), ['a']);
  assert.deepEqual(of(asked, 'screenAudio'), ['a']);
  assert.deepEqual(asked.find(({ kind }) => kind === 'screen').layer, 'high');
  assert.equal(asked.find(({ kind }) => kind === 'camera').layer, 'low');
  const elsewhere = wishes({ entries, view: view(['b']) });
  assert.deepEqual(of(elsewhere, 'screen'), []);
  assert.deepEqual(of(elsewhere, 'screenAudio'), ['a']);
});

test('who saves data gets four small pictures, and who listens only gets none', () => {
  const entries = [...many(10), entry('a', { screen: true })];
  const facts = { entries, view: view(entries.map(({ session }) => session), ['s5'], ['a']) };
  const few = wishes({ ...facts, saving: 'data' }).filter(({ kind }) => kind === 'camera' || kind === 'screen');
  assert.deepEqual(few.map(({ session, kind, layer }) => [session, kind, layer]),
    [['a', 'screen', 'high'], ['s5', 'camera', 'low'], ['s0', 'camera', 'low'], ['s1', 'camera', 'low']]);
  const none = wishes({ ...facts, saving: 'audio' });
  assert.deepEqual(of(none, 'camera', 'screen'), []);
  assert.equal(of(none, 'microphone').length, 11);
});
