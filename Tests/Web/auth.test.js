// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import './globals.js';
import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {Auth} from '../../Sources/CWebAssets/web/net/auth.js';

const PATH = /^\/api\/v1(\/.*)$/;
const ME = {account: 'account:17', name: 'wangwei', displayName: '王伟', unit: ['Ministry'], mayCreateRooms: true};

/** The server: a cookie that is good once, and tokens. */
let server;
let locked = Promise.resolve();

beforeEach(() => {
  server = {
    asked: [], cookie: 1, isSignedIn: true, lifetimeMs: 900_000, aheadMs: 0, refusals: [], participant: 'account:17',
  };
  locked = Promise.resolve();
  globalThis.fetch = async (url, {headers, method}) => {
    const [, path] = PATH.exec(url);
    server.asked.push(path);
    await new Promise((resolve) => setImmediate(resolve));
    const refusal = server.refusals.shift();
    if (refusal instanceof Error) throw refusal;
    if (refusal) return answer(refusal.status, refusal);
    if (path.startsWith('/auth/sign-out')) return new Response(null, {status: 204});
    if (path.startsWith('/auth/')) {
      assert.equal(method, 'POST');
      if (!server.isSignedIn) return answer(401, {code: 'token_invalid', retryable: false});
      server.cookie += 1;
      return answer(200, {
        accessToken: `token${server.cookie}`, expiresAt: Date.now() + server.aheadMs + server.lifetimeMs,
        participant: server.participant,
      });
    }
    server.bearer = headers.Authorization;
    return answer(200, path === '/me' ? ME : {rooms: [], mayCreate: true});
  };
  // Of the locks this page needs one: exclusive, in the order of asking.
  Object.defineProperty(globalThis, 'navigator', {configurable: true, value: {locks: {
    request(_name, work) {
      const result = locked.then(work);
      locked = result.catch(() => {});
      return result;
    },
  }}});
});

function answer(status, body) {
  const date = new Date(Date.now() + server.aheadMs).toUTCString();
  return new Response(JSON.stringify(body), {status, headers: {'Content-Type': 'application/json', Date: date}});
}

test('a cookie that was spent before means that somebody has to sign in', async () => {
  const auth = new Auth();
  await auth.restore();
  server.refusals = [{status: 401, code: 'token_reused', retryable: false}];
  await assert.rejects(auth.accessToken(Infinity), {code: 'token_invalid'});
  assert.equal(auth.account, null);
  server.refusals = [{status: 401, code: 'token_reused', retryable: false}];
  assert.equal(await new Auth().restore(), false);
});

test('a sign-out that the server does not hear of forgets who it was, and says so', async () => {
  const auth = new Auth();
  await auth.restore();
  server.refusals = [new TypeError('fetch failed')];
  await assert.rejects(auth.signOut(), {code: 'network'});
  assert.equal(auth.account, null);
});

test('a good cookie signs in, and the account is who the server says', async () => {
  const auth = new Auth();
  let changes = 0;
  auth.addEventListener('changed', () => changes += 1);
  assert.equal(await auth.restore(), true);
  assert.deepEqual(auth.account, {
    participant: 'account:17', account: 'wangwei', name: '王伟', unit: ['Ministry'], mayCreateRooms: true,
  });
  assert.equal(server.bearer, 'Bearer token2');
  assert.equal(changes, 1);
});

test('without a good cookie somebody has to sign in', async () => {
  server.isSignedIn = false;
  const auth = new Auth();
  assert.equal(await auth.restore(), false);
  assert.equal(auth.account, null);
});

test('a server that cannot be asked is no reason to sign in again', async () => {
  server.refusals = [new TypeError('Failed to fetch')];
  await assert.rejects(new Auth().restore(), ({code, retryable}) => code === 'network' && retryable);
});

test('a refusal carries code and pause of the problem document', async () => {
  server.refusals = [{status: 429, code: 'locked_out', retryable: true, retryAfterMs: 30_000}];
  await assert.rejects(new Auth().signIn('wangwei', 'wrong'),
    ({code, retryable, retryAfterMs}) => code === 'locked_out' && retryable && retryAfterMs === 30_000);
});

test('a token is asked for once by all who need one at the same time, and kept while it is good', async () => {
  const auth = new Auth();
  const tokens = await Promise.all([auth.accessToken(), auth.accessToken(), auth.accessToken()]);
  assert.deepEqual(tokens, ['token2', 'token2', 'token2']);
  assert.equal(await auth.accessToken(), 'token2');
  assert.deepEqual(server.asked, ['/auth/refresh']);
});

test('a token that is good for less than asked is replaced', async () => {
  const auth = new Auth();
  server.lifetimeMs = 60_000;
  await auth.accessToken();
  assert.equal(await auth.accessToken(), 'token2');
  assert.equal(await auth.accessToken(120_000), 'token3');
});

test('a computer whose clock is wrong by hours keeps its token as long as others', async () => {
  for (const hours of [-5, 5]) {
    server.asked = [];
    server.aheadMs = hours * 3_600_000;
    const auth = new Auth();
    await auth.accessToken();
    await auth.accessToken();
    assert.deepEqual(server.asked, ['/auth/refresh']);
  }
});

test('two pages of one browser never show the cookie at the same time', async () => {
  let open = 0;
  const {fetch} = globalThis;
  globalThis.fetch = async (...args) => {
    open += 1;
    assert.equal(open, 1);
    const response = await fetch(...args);
    open -= 1;
    return response;
  };
  await Promise.all([new Auth().accessToken(), new Auth().accessToken()]);
  assert.deepEqual(server.asked, ['/auth/refresh', '/auth/refresh']);
});

test('an access token that is refused is replaced once before anybody is asked to sign in', async () => {
  const auth = new Auth();
  await auth.restore();
  server.refusals = [{status: 401, code: 'token_invalid', retryable: false}];
  assert.deepEqual(await auth.rooms(), {rooms: [], mayCreate: true});
  assert.equal(server.bearer, 'Bearer token3');
});

test('a cookie that is no longer good signs out here too', async () => {
  const auth = new Auth();
  await auth.restore();
  server.isSignedIn = false;
  await assert.rejects(auth.accessToken(Infinity), ({code}) => code === 'token_invalid');
  assert.equal(auth.account, null);
});

test('signing out forgets who was signed in, also while a renewal is under way', async () => {
  const auth = new Auth();
  await auth.restore();
  const renewal = auth.accessToken(Infinity).catch(({code}) => code);
  await auth.signOut();
  assert.equal(await renewal, 'token_invalid');
  assert.equal(auth.account, null);
  assert.equal(server.asked.at(-1), '/auth/sign-out');
});

test('a cookie that became somebody else’s signs out instead of going on as them', async () => {
  const auth = new Auth();
  await auth.restore();
  server.participant = 'account:18';
  await assert.rejects(auth.accessToken(Infinity), ({code}) => code === 'token_invalid');
  assert.equal(auth.account, null);
});
