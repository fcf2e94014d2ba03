// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Keeps the children of a list in step with items that have keys: what stays is updated where it is, so that focus,
// scroll position and open menus survive a push.

/**
 * @template T
 * @typedef {{element: HTMLElement, update(item: T): void, close?(): void}} Row
 */

/**
 * @template T
 * @template {Row<T>} [R=Row<T>]
 */
export class KeyedList {
  /** @type {Map<string | number, R>} */
  rows = new Map();

  /**
   * @param {Element} parent Holds nothing else.
   * @param {(item: T) => string | number} keyOf
   * @param {(item: T) => R} make
   */
  constructor(parent, keyOf, make) {
    this.parent = parent;
    this.keyOf = keyOf;
    this.make = make;
  }

  /** @param {readonly T[]} items Of two with one key the first counts. */
  show(items) {
    /** @type {Map<string | number, R>} */
    const rows = new Map();
    for (const item of items) {
      const key = this.keyOf(item);
      if (rows.has(key)) continue;
      const row = this.rows.get(key);
      if (row) row.update(item);
      rows.set(key, row ?? this.make(item));
    }
    for (const [key, row] of this.rows) {
      if (rows.has(key)) continue;
      row.close?.();
      row.element.remove();
    }
    this.rows = rows;
    let at = this.parent.firstElementChild;
    for (const { element } of rows.values()) {
      if (element === at) at = at.nextElementSibling;
      else this.parent.insertBefore(element, at);
    }
  }
}
