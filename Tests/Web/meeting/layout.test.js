// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { arrange } from '../../../Sources/CWebAssets/web/meeting/layout.js';

const desk = { width: 1200, height: 660 };
const phone = { width: 390, height: 620 };
const people = (count, more = {}) => [
  ...Array.from({ length: count - 1 }, (_, index) => ({ key: `s${index}`, camera: true, ...more })),
  { key: 'me', isOwn: true, camera: true },
];
const screen = (key) => ({ key: `${key}/screen`, isScreen: true });

const shown = (facts) => arrange({ mode: 'grid', pinned: null, speaker: null, page: 0, size: desk, ...facts });
const keys = ({ large, small }) => [[...large.keys()], [...small.keys()]];

function assertWithin({ large, small }, { width, height }) {
  const rects = [...large.values(), ...small.values()];
  for (const each of rects) {
    assert.ok(each.left >= -0.5 && each.top >= -0.5, JSON.stringify(each));
    assert.ok(each.left + each.width <= width + 0.5 && each.top + each.height <= height + 0.5, JSON.stringify(each));
    assert.ok(each.width > 40 && each.height > 40, JSON.stringify(each));
  }
  for (const [index, a] of rects.entries()) {
    for (const b of rects.slice(index + 1)) {
      const apart = a.left + a.width <= b.left || b.left + b.width <= a.left || a.top + a.height <= b.top
        || b.top + b.height <= a.top;
      assert.ok(apart, `${JSON.stringify(a)} lies over ${JSON.stringify(b)}`);
    }
  }
}

test('tiles lie inside the stage and never over each other, whatever the layout, the number and the size', () => {
  for (const size of [desk, phone, { width: 844, height: 220 }, { width: 320, height: 300 }]) {
    for (const mode of ['grid', 'speaker', 'stage']) {
      for (const count of [1, 2, 3, 5, 9, 26, 64]) {
        for (const screens of [[], [screen('s0')]]) {
          const pictures = [...screens, ...people(count, { isStage: count < 5 })];
          assertWithin(shown({ pictures, mode, size }), size);
        }
      }
    }
  }
});

test('a grid shows pages of at most 25, with one\'s own picture on the first', () => {
  const pictures = people(64);
  const first = shown({ pictures });
  assert.equal(first.pages, Math.ceil(64 / first.small.size));
  assert.ok(first.small.size <= 25 && first.small.has('me'));
  const all = new Set();
  for (let page = 0; page < first.pages; page += 1) for (const key of keys(shown({ pictures, page }))[1]) all.add(key);
  assert.equal(all.size, 64);
  assert.equal(shown({ pictures, page: 99 }).page, first.pages - 1);
});

test('a phone shows fewer on a page than a desk', () => {
  const pictures = people(64);
  assert.ok(shown({ pictures, size: phone }).small.size < shown({ pictures }).small.size);
});

test('who speaks is large, the first with a picture before anybody did', () => {
  const pictures = [{ key: 'dark' }, ...people(3)];
  assert.deepEqual(keys(shown({ pictures, mode: 'speaker' })), [['s0'], ['dark', 's1', 'me']]);
  assert.deepEqual(keys(shown({ pictures, mode: 'speaker', speaker: 's1' }))[0], ['s1']);
  assert.deepEqual(keys(shown({ pictures: people(1), mode: 'speaker' })), [['me'], []]);
});

test('members of the stage are large, and a stage that is empty is a grid', () => {
  const pictures = [{ key: 'chair', isStage: true }, { key: 'guest', isStage: true }, ...people(3)];
  assert.deepEqual(keys(shown({ pictures, mode: 'stage' })), [['chair', 'guest'], ['s0', 's1', 'me']]);
  assert.deepEqual(keys(shown({ pictures: people(3), mode: 'stage' }))[0], []);
});

test('a shared screen takes all of the main part in every layout, and a pinned picture goes before it', () => {
  const pictures = [screen('s0'), ...people(3)];
  for (const mode of ['grid', 'speaker', 'stage']) {
    assert.deepEqual(keys(shown({ pictures, mode, speaker: 's1' })), [['s0/screen'], ['s0', 's1', 'me']]);
  }
  assert.deepEqual(keys(shown({ pictures, pinned: 's1' })), [['s1'], ['s0/screen', 's0', 'me']]);
  assert.deepEqual(keys(shown({ pictures, pinned: 'gone' }))[0], ['s0/screen']);
  const [rect] = [...shown({ pictures }).large.values()];
  assert.equal(rect.height, desk.height);
});

test('on a phone held upright the small pictures are below the large one', () => {
  const { large, small } = shown({ pictures: people(4), mode: 'speaker', size: phone });
  const [main] = large.values();
  for (const { top } of small.values()) assert.ok(top >= main.top + main.height);
});
