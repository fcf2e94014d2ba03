// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { SpeakerWatch } from '../../../Sources/CWebAssets/web/media/speaker.js';

/** A watch that is told levels four times a second. */
function listen() {
  const watch = new SpeakerWatch();
  let now = 1_000;
  let changes = 0;
  return {
    watch,
    hear(levels, ms) {
      for (const end = now + ms; now < end; now += 250) {
        if (watch.heard(new Map(Object.entries(levels)), now)) changes += 1;
      }
    },
    get changes() { return changes; },
    get now() { return now; },
  };
}

test('who speaks for half a second has the word, and a cough does not take it', () => {
  const room = listen();
  room.hear({ a: 0.2, b: 0 }, 2_000);
  assert.deepEqual([room.watch.speaker, room.watch.isSpeaking], ['a', true]);
  room.hear({ a: 0.2, b: 0.25 }, 250);
  room.hear({ a: 0.2, b: 0 }, 1_000);
  assert.equal(room.watch.speaker, 'a');
  assert.equal(room.changes, 1);
});

test('a pause between two sentences changes nothing, a longer silence ends the speaking', () => {
  const room = listen();
  room.hear({ a: 0.2, b: 0 }, 2_000);
  room.hear({ a: 0, b: 0.015 }, 750);
  room.hear({ a: 0.2, b: 0 }, 1_000);
  assert.equal(room.changes, 1);
  room.hear({ a: 0, b: 0 }, 4_000);
  assert.deepEqual([room.watch.speaker, room.watch.isSpeaking], ['a', false]);
});

test('who is much louder takes the word at once, who is as loud does not', () => {
  const room = listen();
  room.hear({ a: 0.1, b: 0 }, 2_000);
  room.hear({ a: 0.1, b: 0.12 }, 3_000);
  assert.equal(room.watch.speaker, 'a');
  room.hear({ a: 0.1, b: 0.5 }, 1_000);
  assert.equal(room.watch.speaker, 'b');
});

test('noise is no voice', () => {
  const room = listen();
  room.hear({ a: 0.004 }, 5_000);
  assert.equal(room.watch.speaker, null);
});

test('who spoke is known for a while, and who is gone is forgotten', () => {
  const room = listen();
  room.hear({ a: 0.2, b: 0 }, 2_000);
  room.hear({ b: 0 }, 5_000);
  assert.deepEqual([...room.watch.lately(room.now)], ['a']);
  room.watch.keep(new Set(['b']));
  assert.equal(room.watch.speaker, null);
  assert.deepEqual([...room.watch.lately(room.now)], []);
});
