// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Counts of a unit and its children (docs/protocol.md, "Streams"). Pure.

/** @typedef {import('./types.js').Summary} Summary */
/** @typedef {[row: number, unit: number, name: string, order: number]} WireRow */
/** @typedef {[row: number, expected: number, joined: number, ready: number, hands: number, muted: number,
 *   people: number]} WireCounts */

/**
 * @param {{unit: number, rows: WireRow[], counts: WireCounts[]}} state  of a reset
 * @returns {Summary}
 */
export function summaryOf({unit, rows, counts}) {
  return summaryAfter({unit, rows: new Map(), counts: new Map()}, {rows, counts});
}

/**
 * @param {Summary} summary
 * @param {{rows?: WireRow[], counts?: WireCounts[]}} change
 * @returns {Summary}
 */
export function summaryAfter(summary, {rows = [], counts = []}) {
  const after = {unit: summary.unit, rows: new Map(summary.rows), counts: new Map(summary.counts)};
  for (const [row, unit, name, order] of rows) {
    after.rows.set(row, {unit, name, order});
    // A new row counts zero until it is told.
    if (!after.counts.has(row)) {
      after.counts.set(row, {expected: 0, joined: 0, ready: 0, hands: 0, muted: 0, people: 0});
    }
  }
  for (const [row, expected, joined, ready, hands, muted, people] of counts) {
    after.counts.set(row, {expected, joined, ready, hands, muted, people});
  }
  return after;
}
