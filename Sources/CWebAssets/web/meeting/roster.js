// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The tab "participants": a search above the tree of units.

import { h } from '../dom.js';
import { RosterSearch } from './roster-search.js';
import { RosterTree } from './roster-tree.js';

/** @typedef {import('./context.js').MeetingContext} MeetingContext */

export class Roster {
  #tree;
  #isStarted = false;

  /** @param {MeetingContext} context */
  constructor(context) {
    this.#tree = new RosterTree(context);
    const search = new RosterSearch(context, (isSearching) => {
      this.#tree.element.hidden = isSearching;
    });
    this.element = h('div', { class: 'roster' }, search.element, this.#tree.element);
  }

  /** The tree is watched from when it is first seen. */
  shown() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#tree.start();
  }
}
