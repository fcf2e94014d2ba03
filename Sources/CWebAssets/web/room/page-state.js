// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// One page of a unit's members (docs/protocol.md, "page.changed"). Pure.

/** @typedef {import('./types.js').Page} Page */
/** @typedef {import('./types.js').Entry} Entry */

/**
 * Removes first; then each entry goes in front of `before`, replacing one of the same participant, wherever that was.
 * @param {Page} page
 * @param {{next?: number|null, remove?: string[], put?: {before: string|null, entry: Entry}[]}} change
 * @returns {Page}
 * @throws {Error}  when an entry is to stand before somebody who is not there
 */
export function pageAfter(page, change) {
  const removed = new Set(change.remove ?? []);
  const entries = page.entries.filter((entry) => !removed.has(entry.participant));
  for (const {before, entry} of change.put ?? []) {
    const old = entries.findIndex((each) => each.participant === entry.participant);
    if (old >= 0) entries.splice(old, 1);
    const place = before === null ? entries.length : entries.findIndex((each) => each.participant === before);
    if (place < 0) throw new Error(`page ${page.unit}/${page.page} has no ${before}`);
    entries.splice(place, 0, entry);
  }
  return {...page, entries, next: change.next === undefined ? page.next : change.next};
}
