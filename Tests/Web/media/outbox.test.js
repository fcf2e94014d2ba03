// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Outbox } from '../../../Sources/CWebAssets/web/media/outbox.js';
import { failure, FakePlatform, tick } from './fakes.js';

/** An outbox whose sending succeeds, unless `failures` says otherwise; `hold` keeps a message under way. */
function makeOutbox() {
  const platform = new FakePlatform();
  const box = { platform, sent: [], failures: [], gaveUp: [], isReady: true, hold: null };
  box.outbox = new Outbox({
    send: async (message) => {
      box.sent.push(structuredClone(message));
      if (box.hold) await box.hold;
      const error = box.failures.shift();
      if (error) throw error;
    },
    isReady: () => box.isReady,
    gaveUp: (code) => box.gaveUp.push(code),
    after: platform.after,
  });
  return box;
}

test('messages leave one at a time, in order, each with a number', async () => {
  const box = makeOutbox();
  let release;
  box.hold = new Promise((resolve) => { release = resolve; });
  box.outbox.push({ a: 1 });
  box.outbox.push({ a: 2 });
  await tick();
  assert.deepEqual(box.sent, [{ a: 1, seq: 1 }]);
  release();
  await tick();
  assert.deepEqual(box.sent, [{ a: 1, seq: 1 }, { a: 2, seq: 2 }]);
});

test('candidates that gather meanwhile travel together', async () => {
  const box = makeOutbox();
  let release;
  box.hold = new Promise((resolve) => { release = resolve; });
  box.outbox.push({ candidates: [1] });
  box.outbox.push({ candidates: [2] });
  box.outbox.push({ candidates: [3] });
  release();
  await tick();
  assert.deepEqual(box.sent.map(({ candidates }) => candidates), [[1], [2, 3]]);
});

test('a retryable failure is tried again under the same number, ahead of what follows', async () => {
  const box = makeOutbox();
  box.failures = [failure('overloaded', true), failure('network')];
  box.outbox.push({ a: 1 });
  box.outbox.push({ a: 2 });
  await tick();
  await box.platform.advance(5_000);
  assert.deepEqual(box.sent.map(({ seq }) => seq), [1, 1, 1, 2]);
  assert.deepEqual(box.gaveUp, []);
});

test('the server says how long to wait', async () => {
  const box = makeOutbox();
  box.failures = [Object.assign(failure('rate_limited', true), { retryAfterMs: 3_000 })];
  box.outbox.push({ a: 1 });
  await tick();
  await box.platform.advance(2_900);
  assert.equal(box.sent.length, 1);
  await box.platform.advance(200);
  assert.equal(box.sent.length, 2);
});

test('tries are bounded', async () => {
  const box = makeOutbox();
  box.failures = Array.from({ length: 20 }, () => failure('overloaded', true));
  box.outbox.push({ a: 1 });
  await tick();
  await box.platform.advance(120_000);
  assert.equal(box.sent.length, 5);
  assert.deepEqual(box.gaveUp, ['overloaded']);
});

test('a refusal is not tried again', async () => {
  const box = makeOutbox();
  box.failures = [failure('recipient_gone')];
  box.outbox.push({ a: 1 });
  await tick();
  await box.platform.advance(60_000);
  assert.equal(box.sent.length, 1);
  assert.deepEqual(box.gaveUp, ['recipient_gone']);
});

test('while the session is down messages wait and no try is lost', async () => {
  const box = makeOutbox();
  box.isReady = false;
  box.outbox.push({ a: 1 });
  await box.platform.advance(120_000);
  assert.deepEqual(box.sent, []);
  box.isReady = true;
  box.outbox.flush();
  await tick();
  assert.equal(box.sent.length, 1);
});

test('a message that the session went down under is sent again, however often', async () => {
  const box = makeOutbox();
  box.isReady = false;
  box.outbox.push({ a: 1 });
  for (let i = 0; i < 10; i++) {
    box.failures = [failure('network', true)];
    box.isReady = true;
    box.outbox.flush();
    box.isReady = false;
    await tick();
  }
  assert.deepEqual(box.gaveUp, []);
  assert.deepEqual(new Set(box.sent.map(({ seq }) => seq)), new Set([1]));
});

test('what waits is bounded, and what may have arrived is not dropped', async () => {
  const box = makeOutbox();
  let release;
  box.hold = new Promise((resolve) => { release = resolve; });
  for (let i = 0; i < 100; i++) box.outbox.push({ a: i });
  release();
  await tick();
  assert.equal(box.sent.length, 32);
  assert.equal(box.sent[0].a, 0);
  assert.equal(box.sent.at(-1).a, 99);
});

test('a closed outbox sends nothing and leaves no timer', async () => {
  const box = makeOutbox();
  box.failures = [failure('network')];
  box.outbox.push({ a: 1 });
  await tick();
  box.outbox.close();
  box.outbox.push({ a: 2 });
  await box.platform.advance(60_000);
  assert.equal(box.sent.length, 1);
  assert.equal(box.platform.timerCount, 0);
});
