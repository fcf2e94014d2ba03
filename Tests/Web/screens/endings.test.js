// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messageAfter } from '../../../Sources/CWebAssets/web/screens/endings.js';

test('each close code that ends a session has its own message', () => {
  const expected = {
    superseded: 'replaced', kicked: 'kicked', replaced: 'replaced', signedOut: 'signedOut', accessRevoked: 'revoked',
    protocolViolation: 'lost', authenticationTimeout: 'lost', tokenReused: 'lost',
  };
  for (const [name, kind] of Object.entries(expected)) {
    assert.equal(messageAfter(name, { code: 4500, name }), kind, name);
  }
});

test('the end of the session says more than that of the meeting', () => {
  assert.equal(messageAfter('lost', { code: 4503, name: 'accessRevoked' }), 'revoked');
});

test('who leaves has left, whatever an earlier session ended with', () => {
  assert.equal(messageAfter('left', { code: 4505, name: 'replaced' }), 'left');
});

test('a seat that could not be taken again says why', () => {
  assert.equal(messageAfter('room_ended', null), 'ended');
  assert.equal(messageAfter('kicked', null), 'kicked');
  assert.equal(messageAfter('room_locked', null), 'lost');
});

test('an end that nobody foresaw is a lost connection', () => {
  assert.equal(messageAfter(undefined, null), 'lost');
  assert.equal(messageAfter('toString', null), 'lost');
});
