// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The tab "participants": who waits to be let in, a search, and the tree of units.

import { h } from '../dom.js';
import { LobbyList } from './lobby.js';
import { RosterSearch } from './roster-search.js';
import { RosterTree } from './roster-tree.js';

/** @typedef {import('./context.js').MeetingContext} MeetingContext */

export class Roster {
  #tree;
  #lobby;
  #isStarted = false;

  /** @param {MeetingContext} context */
  constructor(context) {
    this.#tree = new RosterTree(context);
    const search = new RosterSearch(context, (isSearching) => {
      this.#tree.element.hidden = isSearching;
    });
    this.#lobby = new LobbyList(context, () => search.focus());
    this.element = h('div', { class: 'roster' }, this.#lobby.element, search.element, this.#tree.element);
  }

  /** Shows who waits to be let in. */
  focusLobby() {
    this.#lobby.focus();
  }

  /** The tree is watched from when it is first seen. */
  shown() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#tree.start();
  }
}
