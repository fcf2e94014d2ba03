// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Who can be seen and heard through the media server (docs/protocol.md, "publications.changed"). Pure.

/** @typedef {import('./types.js').Publications} Publications */
/** @typedef {import('./types.js').Publication} Publication */

/**
 * The state of a reset. What it leaves out is empty.
 * @param {Partial<Publications>} state
 * @returns {Publications}
 */
export function publicationsOf({generation = 0, ready = false, more = 0, entries = []}) {
  return {generation, ready, more, entries: sorted(entries)};
}

/**
 * Removes first; then each entry takes the place of the one of the same session.
 * @param {Publications} before
 * @param {Partial<Omit<Publications, 'entries'>> & {remove?: string[], put?: Publication[]}} change
 * @returns {Publications}
 */
export function publicationsAfter(before, {generation, ready, more, remove = [], put = []}) {
  const gone = new Set([...remove, ...put.map(({session}) => session)]);
  return {
    generation: generation ?? before.generation,
    ready: ready ?? before.ready,
    more: more ?? before.more,
    entries: sorted([...before.entries.filter(({session}) => !gone.has(session)), ...put]),
  };
}

/** @param {Publication[]} entries */
function sorted(entries) {
  return [...entries].sort((a, b) => Number(b.stage) - Number(a.stage) || a.order - b.order);
}
