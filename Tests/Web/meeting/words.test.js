// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf } from '../../../Sources/CWebAssets/web/meeting/chat.js';
import { receiptLines } from '../../../Sources/CWebAssets/web/meeting/commands.js';
import { initials, nameOf, roleOf } from '../../../Sources/CWebAssets/web/meeting/names.js';
import { childrenOf } from '../../../Sources/CWebAssets/web/meeting/roster-unit.js';
import { setLanguage } from '../../../Sources/CWebAssets/web/i18n/index.js';

const receipt = { applied: 2, pending: 0, refused: [], enforcement: 'server', at: 1, offset: 1 };
const name = (participant) => ({ 'account:1': '王伟', 'account:2': 'Li Na' })[participant] ?? participant;

test('a receipt says how many it holds for and how many are waited for', () => {
  setLanguage('en');
  assert.deepEqual(receiptLines(receipt, name), ['applied: 2']);
  assert.deepEqual(receiptLines({ ...receipt, pending: 3 }, name), ['applied: 2, waiting for: 3']);
  setLanguage('zh-CN');
  assert.deepEqual(receiptLines({ ...receipt, pending: 3 }, name), ['已生效 2 方，等待 3 方']);
});

test('a receipt names who refused and why', () => {
  setLanguage('en');
  const refused = [
    { participant: 'account:1', code: 'unknown_participant' },
    { participant: 'account:2', code: 'permission_denied' },
  ];
  const [line] = receiptLines({ ...receipt, refused }, name);
  assert.match(line, /refused: 2 \(王伟: This participant is not in the meeting\..*Li Na: You may not do this\.\)/);
});

test('a receipt of a request says that nothing is enforced', () => {
  setLanguage('en');
  const lines = receiptLines({ ...receipt, enforcement: 'request' }, name);
  assert.match(lines[1], /Asked, not enforced/);
});

test('a command about the room alone is done, and one about participants that reached nobody says so', () => {
  setLanguage('en');
  const nobody = { ...receipt, applied: 0 };
  assert.deepEqual(receiptLines(nobody, name, false), ['Done.']);
  assert.deepEqual(receiptLines(nobody, name), ['applied: 0']);
});

test('a Chinese name is told by its last two characters, another by its first letters', () => {
  assert.equal(initials('王建国'), '建国');
  assert.equal(initials('王伟'), '王伟');
  assert.equal(initials('Li Na'), 'LN');
  assert.equal(initials('plato'), 'P');
  assert.equal(initials('  '), '');
});

test('the length of a message counts bytes as the server does', () => {
  assert.equal(bytesOf('abc'), 3);
  assert.equal(bytesOf('会议'), 6);
  assert.equal(bytesOf('👍'), 4);
});

function model({ presenters = [], chat = [], members = [], entries = [] } = {}) {
  return {
    me: { participant: 'account:9', role: 'operator' },
    state: { chair: 'account:1', presenters, chat, floor: { holders: [], queue: [] }, media: { members } },
    pages: new Map([['page:1/1', { unit: 1, page: 1, next: null, entries }]]),
  };
}

test('a participant is called by the newest name that the room has shown, or by its number', () => {
  setLanguage('en');
  const chat = [{ from: 'account:3', name: 'Old' }, { from: 'account:3', name: 'New' }];
  assert.equal(nameOf(model({ chat }), 'account:3'), 'New');
  assert.equal(nameOf(model({ entries: [{ participant: 'account:4', name: 'Zhao' }] }), 'account:4'), 'Zhao');
  assert.equal(nameOf(model(), 'account:17'), 'Participant 17');
});

test('a role is read off the room', () => {
  const room = model({ presenters: [{ participant: 'account:2', name: 'Li' }] });
  assert.equal(roleOf(room, 'account:1'), 'chair');
  assert.equal(roleOf(room, 'account:2'), 'presenter');
  assert.equal(roleOf(room, 'account:9'), 'operator');
  assert.equal(roleOf(room, 'account:5'), 'attendee');
});

test('units are shown in the order of the directory, and those together last', () => {
  const rows = new Map([
    [0, { unit: 1, name: 'Ministry', order: 0 }],
    [1, { unit: 32, name: 'Jiangsu', order: 32 }],
    [2, { unit: 13, name: 'Hebei', order: 13 }],
    [63, { unit: 0, name: '', order: 2147483647 }],
  ]);
  const counts = new Map([[1, { expected: 0, joined: 4, ready: 0, hands: 0, muted: 0, people: 9 }]]);
  const children = childrenOf({ unit: 1, rows, counts });
  assert.deepEqual(children.map(({ unit }) => unit), [13, 32, 0]);
  assert.deepEqual(children.map((each) => each.counts.joined), [0, 4, 0]);
});
