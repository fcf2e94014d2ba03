// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { IceServers } from '../../../Sources/CWebAssets/web/media/ice-servers.js';
import { failure, FakePlatform } from './fakes.js';

/** Servers whose credentials live so long; `answers` may hold errors. */
function make({ lifeMs = 600_000, answers = [] } = {}) {
  const platform = new FakePlatform();
  const made = { platform, asked: 0, changes: 0 };
  made.servers = new IceServers({
    platform,
    ask: async () => {
      made.asked += 1;
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return { servers: [{ urls: ['turn:x'], username: String(made.asked) }], expiresAt: platform.now() + lifeMs };
    },
  });
  made.servers.addEventListener('change', () => { made.changes += 1; });
  return made;
}

test('credentials are asked for again before they expire', async () => {
  const made = make();
  await made.servers.start();
  assert.equal(made.servers.list[0].username, '1');
  await made.platform.advance(419_000);
  assert.equal(made.asked, 1);
  await made.platform.advance(2_000);
  assert.deepEqual([made.asked, made.changes, made.servers.list[0].username], [2, 2, '2']);
});

test('a clock that is wrong neither asks all the time nor never', async () => {
  for (const lifeMs of [-3_600_000, 3_600_000]) {
    const made = make({ lifeMs });
    await made.servers.start();
    await made.platform.advance(600_000);
    assert.ok(made.asked >= 2 && made.asked <= 31, String(made.asked));
  }
});

test('a server that does not answer is asked again, one that knows no such thing is not', async () => {
  const made = make({ answers: [failure('media_unavailable', true)] });
  await made.servers.start();
  assert.deepEqual(made.servers.list, []);
  await made.platform.advance(15_000);
  assert.equal(made.servers.list.length, 1);
  const other = make({ answers: [failure('unknown_method')] });
  await other.servers.start();
  await other.platform.advance(3_600_000);
  assert.equal(other.asked, 1);
});

test('an answer that comes after the end changes nothing', async () => {
  const made = make();
  const starting = made.servers.start();
  made.servers.stop();
  await starting;
  assert.deepEqual([made.servers.list, made.changes, made.platform.timerCount], [[], 0, 0]);
});
