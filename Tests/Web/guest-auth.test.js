// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import './globals.js';
import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {GuestAuth, invitationOf, pinOf} from '../../Sources/CWebAssets/web/net/guest-auth.js';

const CODE = 'Zk3-_abcdefghijklmnopqrstuvwxyz0';
const OTHER = 'y'.repeat(32);

let storage;
/** What was asked of the server, and what it answers. */
let asked;
let answer;

beforeEach(() => {
  const kept = new Map();
  storage = {
    getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
  asked = [];
  answer = (lifetimeMs = 86_400_000) => ({status: 200, body: {
    accessToken: `token${asked.length}`, expiresAt: Date.now() + lifetimeMs, participant: 'guest:77', room: '428913577',
  }});
  globalThis.fetch = async (url, {method, body}) => {
    asked.push([method, url, JSON.parse(body)]);
    const {status, body: answered} = answer();
    return new Response(JSON.stringify(answered), {status, headers: {'Content-Type': 'application/json'}});
  };
});

async function entered() {
  const auth = new GuestAuth(storage);
  auth.open(`#${CODE}`);
  await auth.enter('042917', 'Zhao Li');
  return auth;
}

test('the code is taken out of a link, with what a message put after it, and nothing else is one', () => {
  assert.equal(invitationOf(`#${CODE}`), CODE);
  assert.equal(invitationOf(CODE), CODE);
  assert.equal(invitationOf(`#${CODE}。`), CODE);
  assert.equal(invitationOf(`#${CODE}%E3%80%82`), CODE);
  for (const wrong of ['', '#', `#${CODE.slice(1)}`, `#${CODE}x`, `#${CODE.slice(2)}%2`, '#main']) {
    assert.equal(invitationOf(wrong), null, wrong);
  }
});

test('a PIN is six digits, however they are written', () => {
  for (const text of ['042917', '042 917', ' 042\u00a0917 ', '042-917', '０４２９１７']) assert.equal(pinOf(text), '042917');
  for (const text of ['', '04291', '0429178', '04291a', 'PIN 042917']) assert.equal(pinOf(text), null);
});

test('name and PIN make a guest, whose token is for the room of the invitation', async () => {
  const auth = new GuestAuth(storage);
  let changes = 0;
  auth.addEventListener('changed', () => changes += 1);
  auth.open(`#${CODE}`);
  assert.equal(auth.guest, null);
  await auth.enter('042917', 'Zhao Li');
  assert.deepEqual(asked, [['POST', '/api/v1/auth/guest', {invitation: CODE, pin: '042917', name: 'Zhao Li'}]]);
  const {participant, room, name} = auth.guest;
  assert.deepEqual({participant, room, name}, {participant: 'guest:77', room: '428913577', name: 'Zhao Li'});
  assert.equal(await auth.accessToken(), 'token1');
  assert.equal(changes, 1);
});

test('a page that is loaded again without the code is the same guest', async () => {
  await entered();
  const auth = new GuestAuth(storage);
  auth.open('');
  assert.equal(auth.guest.participant, 'guest:77');
  assert.equal(await auth.accessToken(120_000), 'token1');
  assert.equal(asked.length, 1);
});

test('the link of another invitation asks for name and PIN, and the first one again is the same guest', async () => {
  await entered();
  const auth = new GuestAuth(storage);
  auth.open(`#${OTHER}`);
  assert.equal(auth.guest, null);
  auth.open(`#${CODE}`);
  assert.equal(auth.guest.participant, 'guest:77');
});

test('a broken link leads nowhere, also where a good one was before, and after a reload', async () => {
  const auth = await entered();
  auth.open('#short');
  assert.equal(auth.invitation, null);
  assert.equal(auth.guest, null);
  await assert.rejects(auth.enter('042917', 'Zhao Li'), {code: 'invitation_wrong'});
  assert.equal(new GuestAuth(storage).invitation, null);
});

test('a refusal says why and for how long, and leaves the invitation for another try', async () => {
  const auth = new GuestAuth(storage);
  auth.open(`#${CODE}`);
  answer = () => ({status: 429, body: {code: 'locked_out', retryable: true, retryAfterMs: 60_000}});
  await assert.rejects(auth.enter('000000', 'Zhao Li'), {code: 'locked_out', retryAfterMs: 60_000});
  answer = () => ({status: 401, body: {code: 'pin_wrong', retryable: false}});
  await assert.rejects(auth.enter('000000', 'Zhao Li'), {code: 'pin_wrong'});
  assert.equal(auth.guest, null);
  assert.equal(new GuestAuth(storage).invitation, CODE);
});

test('a token is not renewed: near its end there is none for a longer time, at its end there is no guest', async () => {
  const whole = answer;
  answer = () => whole(90_000);
  const auth = await entered();
  await assert.rejects(auth.accessToken(120_000), {code: 'token_invalid'});
  assert.equal(auth.guest.participant, 'guest:77');
  assert.equal(await auth.accessToken(), 'token1');
  answer = () => whole(20_000);
  await auth.enter('042917', 'Zhao Li');
  await assert.rejects(auth.accessToken(), {code: 'token_invalid'});
  assert.equal(auth.guest, null);
  assert.equal(asked.length, 2);
});

test('a token that the server did not take is forgotten, and says so', async () => {
  const auth = await entered();
  let changes = 0;
  auth.addEventListener('changed', () => changes += 1);
  await assert.rejects(auth.accessToken(Infinity), {code: 'token_invalid'});
  assert.equal(auth.guest, null);
  assert.equal(changes, 1);
  assert.equal(new GuestAuth(storage).guest, null);
});

test('what was kept by another version, or is over, makes no guest', async () => {
  await entered();
  const kept = JSON.parse(storage.getItem('plenary.guest'));
  for (const change of [{room: 7}, {accessToken: null}, {expiresAt: Date.now()}, {name: undefined}]) {
    storage.setItem('plenary.guest', JSON.stringify({...kept, ...change}));
    assert.equal(new GuestAuth(storage).guest, null, JSON.stringify(change));
  }
  storage.setItem('plenary.guest', '{');
  assert.equal(new GuestAuth(storage).guest, null);
});

test('a browser that keeps nothing lets a guest in all the same', async () => {
  const refuse = () => {
    throw new Error('denied');
  };
  storage = {getItem: refuse, setItem: refuse, removeItem: refuse};
  const auth = await entered();
  assert.equal(await auth.accessToken(), 'token1');
});
