// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Single keys for what is pressed often. They are quiet in text fields, in menus and under dialogs, and can be switched
// off for good (WCAG 2.1.4).

import { on } from '../dom.js';

/** Keys mean something else here. */
const elsewhere = 'input, textarea, select, [contenteditable], [role="menu"], dialog';
const storageKey = 'plenary.shortcuts';

export class Shortcuts {
  #actions;

  /**
   * @param {Record<string, () => void>} actions By key, lower case.
   * @param {AbortSignal} signal
   */
  constructor(actions, signal) {
    this.#actions = actions;
    this.isOn = true;
    try {
      this.isOn = localStorage.getItem(storageKey) !== 'off';
    } catch {
      // Nothing is kept here: they are on.
    }
    on(document, 'keydown', (/** @type {KeyboardEvent} */ event) => this.#pressed(event), { signal });
  }

  /** @param {boolean} isOn */
  set(isOn) {
    this.isOn = isOn;
    try {
      localStorage.setItem(storageKey, isOn ? 'on' : 'off');
    } catch {
      // It holds until the page is closed.
    }
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (!this.isOn || event.defaultPrevented || event.repeat || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { target } = event;
    if (target instanceof Element && target.closest(elsewhere)) return;
    if (document.querySelector('dialog[open]')) return;
    const action = this.#actions[event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    action();
  }
}
