// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Where the focus goes when the row that had it is done with.

/**
 * Whoever has answered one of a list goes on with the next, and elsewhere after the last.
 * @param {Element[]} lists Of rows with buttons.
 * @param {() => void} change Of the lists.
 * @param {() => void} otherwise Moves the focus when no row is left.
 */
export function keepFocus(lists, change, otherwise) {
  const focused = document.activeElement;
  const list = lists.find((each) => each.contains(focused));
  const at = list ? [...list.children].findIndex((row) => row.contains(focused)) : -1;
  change();
  if (!list || at < 0 || focused?.isConnected) return;
  const next = list.children[Math.min(at, list.children.length - 1)]?.querySelector('button');
  if (next) next.focus();
  else otherwise();
}
