// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import {
  forgetRoom, recentMax, recentRooms, rememberRoom, roomNumber, route,
} from '../../../Sources/CWebAssets/web/screens/rooms.js';

const me = 'account:17';

beforeEach(() => {
  const kept = new Map();
  globalThis.localStorage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
  };
});

test('a number is found however it was typed', () => {
  for (const text of [
    '428913577', ' 428 913 577 ', '428-913-577', '428\u00a0913\u00a0577', '４２８９１３５７７', '会议号：428 913 577',
    '428.913.577',
  ]) assert.equal(roomNumber(text), '428913577', text);
});

test('a number is found in a link and in a whole invitation', () => {
  assert.equal(roomNumber('https://meet.example/r/428913577'), '428913577');
  assert.equal(roomNumber('http://10.77.0.1:8443/r/428913577?from=mail#x'), '428913577');
  assert.equal(roomNumber('Meeting: Flood control 2026\nNumber: 428 913 577\nLink: https://meet.example/r/428913577'),
    '428913577');
});

test('what has no nine digits is no number', () => {
  for (const text of ['', '12345678', '1234567890', '428 913 57', 'https://meet.example/r/4289135', 'abc']) {
    assert.equal(roomNumber(text), null, text);
  }
});

test('a path names the home screen, the page for guests, a room or nothing', () => {
  assert.deepEqual(route('/'), { name: 'home' });
  assert.deepEqual(route('/g'), { name: 'guest' });
  assert.deepEqual(route('/g/'), { name: 'guest' });
  assert.deepEqual(route('/r/428913577'), { name: 'room', room: '428913577' });
  assert.deepEqual(route('/r/428913577/'), { name: 'room', room: '428913577' });
  for (const path of ['/r/', '/r/12', '/r/4289135770', '/rooms']) {
    assert.deepEqual(route(path), { name: 'unknown' }, path);
  }
});

test('rooms are remembered newest first, each once, and only so many', () => {
  for (let n = 0; n < recentMax + 3; n += 1) rememberRoom(me, { room: String(100000000 + n), title: `T${n}`, at: n });
  rememberRoom(me, { room: '100000007', title: 'again', at: 99 });
  const rooms = recentRooms(me);
  assert.equal(rooms.length, recentMax);
  assert.deepEqual(rooms[0], { room: '100000007', title: 'again', at: 99 });
  assert.equal(rooms.filter((each) => each.room === '100000007').length, 1);
  assert.deepEqual(recentRooms('account:18'), []);
});

test('a room that is over is forgotten, and so are all when asked', () => {
  rememberRoom(me, { room: '100000001', title: 'A', at: 1 });
  rememberRoom(me, { room: '100000002', title: 'B', at: 2 });
  forgetRoom(me, '100000001');
  assert.deepEqual(recentRooms(me).map((each) => each.room), ['100000002']);
  forgetRoom(me);
  assert.deepEqual(recentRooms(me), []);
});

test('what another version stored harms nothing', () => {
  for (const kept of ['', '{', '{}', '[1, null, {"room": 5}]', '[{"room": "12", "title": "x", "at": 1}]']) {
    localStorage.setItem(`plenary.recent.${me}`, kept);
    assert.deepEqual(recentRooms(me), [], kept);
  }
});
