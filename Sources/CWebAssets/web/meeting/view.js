// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// How this page looks at the meeting: its layout, who is pinned, which page, how much data may be spent. The layout and
// the saving are remembered for the next meeting.

import { layoutModes } from './layout.js';

/** @typedef {import('./layout.js').LayoutMode} LayoutMode */
/** @typedef {import('../media/media-plane.js').Saving} Saving */

const storagePrefix = 'plenary.';
/** @type {readonly Saving[]} */
const savings = ['off', 'data', 'audio'];

/** Tells by the event `change` of anything. */
export class View extends EventTarget {
  #mode = remembered('layout', layoutModes);
  #saving = remembered('saving', savings);
  /** @type {string | null} */
  #pinned = null;
  #page = 0;

  get mode() {
    return this.#mode;
  }

  set mode(mode) {
    this.#mode = mode;
    this.#page = 0;
    remember('layout', mode);
    this.#changed();
  }

  /** The next layout; what was pinned is let go, or the layout would not show. */
  turn() {
    this.#pinned = null;
    this.mode = layoutModes[(layoutModes.indexOf(this.#mode) + 1) % layoutModes.length];
  }

  get saving() {
    return this.#saving;
  }

  set saving(saving) {
    this.#saving = saving;
    remember('saving', saving);
    this.#changed();
  }

  /** The key of a picture (layout.js). */
  get pinned() {
    return this.#pinned;
  }

  /** @param {string} key Pins it, or lets it go. */
  pin(key) {
    this.#pinned = this.#pinned === key ? null : key;
    this.#page = 0;
    this.#changed();
  }

  unpin() {
    if (this.#pinned !== null) this.pin(this.#pinned);
  }

  get page() {
    return this.#page;
  }

  set page(page) {
    this.#page = page;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

/**
 * @template {string} T
 * @param {string} name
 * @param {readonly T[]} choices The first is what holds when nothing was chosen.
 * @returns {T}
 */
function remembered(name, choices) {
  try {
    const value = localStorage.getItem(storagePrefix + name);
    return choices.find((each) => each === value) ?? choices[0];
  } catch {
    return choices[0];
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
function remember(name, value) {
  try {
    localStorage.setItem(storagePrefix + name, value);
  } catch {
    // It holds until the page is closed.
  }
}
