// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { medianOf, RateMeter, TrackQuality, wordFor, worstOf } from '../../../Sources/CWebAssets/web/media/quality.js';

/** The words of a track that is counted every two seconds; each count is what came in them. */
function words(...counts) {
  const track = new TrackQuality();
  const sum = { received: 0, lost: 0, frozenMs: 0, jitterMs: 0 };
  let at = 0;
  return [{}, ...counts].map(({ received = 0, lost = 0, frozenMs = 0, jitterMs = 5 }) => {
    sum.received += received;
    sum.lost += lost;
    sum.frozenMs += frozenMs;
    return track.counted({ ...sum, jitterMs }, at += 2_000);
  }).slice(1);
}

test('what comes whole is good, one bad second among good ones no news', () => {
  const fine = { received: 100, lost: 1 };
  assert.deepEqual(words(fine, { received: 95, lost: 5 }, fine, fine), ['good', 'good', 'good', 'good']);
});

test('a loss of fifteen percent is poor, one of five fair', () => {
  const many = (count) => Array.from({ length: 6 }, () => count);
  assert.equal(words(...many({ received: 85, lost: 15 })).at(-1), 'poor');
  assert.equal(words(...many({ received: 95, lost: 5 })).at(-1), 'fair');
});

test('a picture that stands still is told, however few packets are lost', () => {
  const frozen = { received: 100, frozenMs: 800 };
  assert.equal(words(frozen, frozen, frozen).at(-1), 'poor');
});

test('nothing at all for four seconds is none, and what comes again ends it', () => {
  const fine = { received: 100 };
  assert.deepEqual(words(fine, {}, {}, fine), ['good', 'good', 'none', 'good']);
});

test('a counter that begins anew is another track\'s', () => {
  const track = new TrackQuality();
  track.counted({ received: 100, lost: 0, jitterMs: 0, frozenMs: 0 }, 1_000);
  assert.equal(track.counted({ received: 3, lost: 0, jitterMs: 0, frozenMs: 0 }, 2_000), null);
});

test('one of many who send badly says nothing about this page\'s own link', () => {
  assert.equal(medianOf(['good', 'good', 'poor']), 'good');
  assert.equal(medianOf(['poor', 'poor', 'good']), 'poor');
  assert.equal(medianOf([null]), null);
  assert.equal(worstOf(['good', null, 'fair']), 'fair');
  assert.equal(wordFor({ lost: 0, jitterMs: 60, frozen: 0 }), 'fair');
});

test('bytes are counted over connections that come and go', () => {
  const meter = new RateMeter();
  const [one, two] = [{}, {}];
  meter.counted(new Map([[one, 1_000_000]]), 0);
  assert.equal(meter.megabytesPerHour, null);
  meter.counted(new Map([[one, 1_100_000], [two, 5_000_000]]), 1_000);
  assert.equal(Math.round(meter.megabytesPerHour), 360);
  meter.counted(new Map([[two, 5_100_000]]), 2_000);
  assert.equal(Math.round(meter.megabytesPerHour), 360);
});
