// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WatchBudget, watchesMax } from '../../../Sources/CWebAssets/web/meeting/watch-budget.js';

const unit = (number) => [`summary:${number}`, `page:${number}/1`];

test('what a unit needs is watched once', () => {
  const budget = new WatchBudget();
  assert.deepEqual(budget.take(1, unit(1)), { watch: unit(1), closed: [], unwatch: [] });
  assert.deepEqual(budget.take(1, [...unit(1), 'page:1/2']).watch, ['page:1/2']);
  assert.equal(budget.count, 3);
});

test('past the budget the unit that was used longest ago is given up', () => {
  const budget = new WatchBudget(6);
  for (const number of [1, 2, 3]) budget.take(number, unit(number));
  budget.take(1, ['page:1/1']); // Used again, so it stays.
  assert.deepEqual(budget.take(4, unit(4)), { watch: unit(4), closed: [2], unwatch: unit(2) });
  assert.equal(budget.holds('page:1/1'), true);
  assert.equal(budget.holds('page:2/1'), false);
});

test('the unit that is never to go stays, however long ago it was used', () => {
  const budget = new WatchBudget(4);
  budget.take(1, unit(1));
  budget.take(2, unit(2));
  assert.deepEqual(budget.take(3, unit(3), 1).closed, [2]);
  assert.equal(budget.holds('page:1/1'), true);
});

test('a unit with more pages than fit gets as many as fit', () => {
  const budget = new WatchBudget();
  const pages = Array.from({ length: 20 }, (_, index) => `page:1/${index + 1}`);
  assert.equal(budget.take(1, pages).watch.length, watchesMax);
  assert.deepEqual(budget.take(1, ['page:1/21']).watch, []);
  assert.equal(budget.count, watchesMax);
});

test('a page that is closed and a unit that is closed make room', () => {
  const budget = new WatchBudget(4);
  budget.take(1, unit(1));
  budget.take(2, unit(2));
  budget.drop('page:1/1');
  assert.deepEqual(budget.take(2, ['page:2/2']).closed, []);
  assert.deepEqual(budget.release(2), [...unit(2), 'page:2/2']);
  assert.equal(budget.count, 1);
});
