// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {PlenaryError} from '../../Sources/CWebAssets/web/net/errors.js';
import {World, chat} from './world.js';

test('a session greets, signs in with an access token and is ready', () => {
  const world = new World();
  assert.equal(world.core.publicState, 'idle');
  world.do((core, now) => core.start(now));
  assert.deepEqual(world.types(), ['connect']);
  assert.equal(world.core.publicState, 'connecting');
  world.opens();
  assert.deepEqual(world.actions.at(-1), {type: 'token', purpose: 'authenticate', isFresh: false});
  world.signsIn();
  assert.deepEqual(world.sent[0].params, {method: 'token', accessToken: 'token'});
  assert.equal(world.core.publicState, 'ready');
});

test('a connection that does not open within 3 s is dropped for another', () => {
  const world = new World();
  world.do((core, now) => core.start(now));
  world.pass(2_999);
  assert.deepEqual(world.types(), ['connect']);
  world.pass(1);
  assert.deepEqual(world.types(), ['connect', 'disconnect', 'away']);
  world.pass(500);
  assert.equal(world.types().at(-1), 'connect');
});

test('a server that opens and does not greet is left after 3 s', () => {
  const world = new World();
  world.do((core, now) => core.start(now));
  world.do((core, now) => core.opened(now));
  world.pass(3_000);
  assert.ok(world.types().includes('disconnect'));
});

test('whoever connects hears of a server that cannot be reached after three attempts', () => {
  const world = new World();
  world.do((core, now) => core.start(now));
  for (let attempt = 0; attempt < 3; attempt += 1) {
    world.closes(1006);
    world.pass(2_000);
  }
  const {type, error, hasSignedIn} = world.actions.at(-1);
  assert.deepEqual([type, error.code, hasSignedIn], ['ended', 'network', false]);
});

test('an access token that the server refuses is replaced once by a fresh one', () => {
  const world = new World();
  world.do((core, now) => core.start(now));
  world.opens();
  world.do((core, now) => core.token('authenticate', 'old', now));
  world.refusesLast('token_invalid');
  assert.deepEqual(world.actions.at(-1), {type: 'token', purpose: 'authenticate', isFresh: true});
  world.do((core, now) => core.token('authenticate', 'new', now));
  world.refusesLast('token_invalid');
  assert.equal(world.actions.at(-1).type, 'ended');
  assert.equal(world.actions.at(-1).reason.name, 'accessRevoked');
});

test('a sign-in that is told to wait is tried again on the same connection when the time has come', () => {
  const world = new World();
  world.do((core, now) => core.start(now));
  world.opens();
  world.do((core, now) => core.token('authenticate', 'token', now));
  world.refusesLast('sign_in_busy', {retryable: true, retryAfterMs: 2_000});
  world.look();
  world.pass(1_999);
  assert.deepEqual(world.types(), []);
  world.pass(1);
  assert.deepEqual(world.types(), ['token']);
});

test('a sign-in that is told to wait longer than the server waits for it comes back on a new connection', () => {
  const world = new World();
  world.do((core, now) => core.start(now));
  world.opens();
  world.do((core, now) => core.token('authenticate', 'token', now));
  world.refusesLast('sign_in_busy', {retryable: true, retryAfterMs: 20_000});
  assert.ok(world.types().includes('disconnect'));
  world.look();
  world.pass(19_999);
  assert.deepEqual(world.types(), []);
  world.pass(1);
  assert.deepEqual(world.types(), ['connect']);
});

test('an idle session pings every interval, and one that speaks does not', () => {
  const world = new World().starts();
  world.look();
  world.pass(4_000);
  world.request('room.info', {room: '1'});
  world.look();
  world.pass(4_999);
  assert.deepEqual(world.sent, []);
  world.pass(1);
  assert.deepEqual(world.sent.map(({method}) => method), ['session.ping']);
});

test('silence for the time-out opens a new connection at once and forgets the old one', () => {
  const world = new World().joins();
  world.pass(11_999);
  assert.deepEqual(world.types(), ['send', 'send']);
  world.look();
  world.pass(1);
  assert.deepEqual(world.types(), ['disconnect', 'connect']);
  assert.equal(world.core.publicState, 'reconnecting');
});

test('a connection that is heard is not silent', () => {
  const world = new World().joins();
  for (let offset = 11; offset < 21; offset += 1) {
    world.pass(6_000);
    world.says(chat(offset));
  }
  assert.ok(!world.types().includes('disconnect'));
});

test('when the network is back nothing is waited for', () => {
  const world = new World().joins();
  for (let failure = 0; failure < 8; failure += 1) {
    world.closes(1006);
    world.pass(8_000);
  }
  world.closes(1006);
  world.look();
  world.do((core, now) => core.online(now));
  assert.deepEqual(world.types(), ['connect']);
});

test('when the network is back an attempt is begun anew, unless it has only just begun', () => {
  const world = new World().joins();
  world.closes(1006);
  world.do((core, now) => core.online(now));
  world.look();
  world.now += 299;
  world.do((core, now) => core.online(now));
  assert.deepEqual(world.types(), []);
  world.now += 1;
  world.do((core, now) => core.online(now));
  assert.deepEqual(world.types(), ['disconnect', 'connect']);
});

test('when the network is back an open connection has two seconds to prove itself', () => {
  const world = new World().joins();
  world.do((core, now) => core.online(now));
  assert.deepEqual(world.sent.map(({method}) => method), ['session.ping']);
  world.pass(1_999);
  assert.ok(!world.types().includes('disconnect'));
  world.pass(1);
  assert.deepEqual(world.types(), ['send', 'disconnect', 'connect']);
});

test('an open connection that answers the question stays', () => {
  const world = new World().joins();
  world.do((core, now) => core.online(now));
  world.answersLast({time: 1});
  world.pass(4_000);
  assert.ok(!world.types().includes('disconnect'));
});

test('a page that is looked at again asks only when it heard nothing for an interval', () => {
  const world = new World().joins();
  world.do((core, now) => core.awoke(now));
  assert.deepEqual(world.sent, []);
  world.now += 5_000;
  world.do((core, now) => core.awoke(now));
  assert.equal(world.sent.length, 1);
});

test('a session is renewed 60 s before it expires, and again 60 s before the new time', () => {
  const world = new World().starts();
  const alive = (ms) => {
    for (let passed = 0; passed < ms; passed += 5_000) {
      world.pass(5_000);
      world.says({method: 'later.version', params: {}});
    }
  };
  world.look();
  alive(835_000);
  assert.ok(!world.types().includes('token'));
  alive(5_000);
  assert.deepEqual(world.actions.filter(({type}) => type === 'token'),
    [{type: 'token', purpose: 'refresh', isFresh: true}]);
  world.do((core, now) => core.token('refresh', 'newer', now));
  assert.deepEqual(world.sent.at(-1).params, {accessToken: 'newer'});
  world.answersLast({expiresAt: 1_000_000 + world.now + 900_000});
  world.look();
  alive(840_000);
  assert.ok(world.types().includes('token'));
});

test('a renewal that fails for the moment is tried again, and one that is refused is not', () => {
  const world = new World().starts();
  world.core.expires(1_000_000 + 20_000, world.now);
  world.pass(10_000);
  assert.ok(world.types().includes('token'));
  world.look();
  world.do((core, now) => core.tokenFailed('refresh', new PlenaryError('network'), now));
  world.says({method: 'later.version', params: {}});
  world.pass(10_000);
  assert.ok(world.types().includes('token'));
  world.look();
  world.do((core, now) => core.tokenFailed('refresh', new PlenaryError('token_invalid'), now));
  world.says({method: 'later.version', params: {}});
  world.pass(11_000);
  assert.ok(!world.types().includes('token'));
});

test('a server of another protocol version is not spoken to', () => {
  const world = new World();
  world.do((core, now) => core.start(now));
  world.do((core, now) => core.opened(now));
  world.says({method: 'server.hello', params: {protocol: 2, heartbeat: {}, limits: {}}});
  assert.equal(world.actions.at(-1).error.code, 'protocol_unknown');
});

test('saying goodbye sends it, lets go of the connection and answers what was open', () => {
  const world = new World().joins();
  const id = world.request('room.info', {room: '1'});
  world.look();
  world.do((core, now) => core.bye(now));
  assert.deepEqual(world.types(), ['send', 'disconnect', 'refuse', 'ended']);
  assert.equal(world.refusals.get(id).code, 'ended');
  assert.equal(world.core.deadline, Infinity);
});
