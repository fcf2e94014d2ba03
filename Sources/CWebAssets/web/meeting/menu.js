// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// A menu that opens at a button: arrow keys move, Escape and a press elsewhere close it, the focus goes back.

import { h, icon, on } from '../dom.js';

/**
 * `isChosen` makes it one of several of which one is chosen, `isOn` one that is on or off.
 * @typedef {object} MenuItem
 * @property {string} label
 * @property {string} [hint] What there is to know before choosing it.
 * @property {string} icon
 * @property {() => void} run
 * @property {boolean} [danger]
 * @property {boolean} [isChosen]
 * @property {boolean} [isOn]
 */

/** @type {(() => void) | null} One menu at a time on the whole page. */
let closeOpen = null;

/** Closes the menu that is open, for instance because the meeting ends. */
export function closeMenu() {
  closeOpen?.();
}

/**
 * A button that opens a menu with what `items` gives at that moment.
 * @param {HTMLElement} button
 * @param {string} label
 * @param {() => MenuItem[]} items
 */
export function attachMenu(button, label, items) {
  button.setAttribute('aria-haspopup', 'menu');
  button.setAttribute('aria-expanded', 'false');
  on(button, 'click', () => {
    if (button.getAttribute('aria-expanded') === 'true') closeMenu();
    else openMenu(button, label, items());
  });
}

/**
 * @param {HTMLElement} button
 * @param {string} label
 * @param {MenuItem[]} items
 */
function openMenu(button, label, items) {
  closeMenu();
  if (items.length === 0) return;
  const ending = new AbortController();
  const entries = items.map((item) => {
    const checked = item.isChosen ?? item.isOn ?? null;
    const role = item.isChosen !== undefined ? 'menuitemradio' : checked === null ? 'menuitem' : 'menuitemcheckbox';
    const entry = h('button', {
      type: 'button', role, tabindex: '-1', 'aria-checked': checked,
      class: item.danger ? 'menu__item menu__item--danger' : 'menu__item',
    }, icon(item.icon), h('span', { class: 'menu__text' }, item.label,
      item.hint ? h('span', { class: 'menu__hint' }, item.hint) : null), checked ? icon('check') : null);
    on(entry, 'click', () => {
      close(true);
      item.run();
    });
    return entry;
  });
  const menu = h('div', { class: 'menu dark', role: 'menu', 'aria-label': label }, entries);
  const close = (/** @type {boolean} */ isFocusGoingBack) => {
    ending.abort();
    closeOpen = null;
    menu.remove();
    button.setAttribute('aria-expanded', 'false');
    if (isFocusGoingBack && button.isConnected) button.focus();
  };
  closeOpen = () => close(menu.contains(document.activeElement));
  button.setAttribute('aria-expanded', 'true');
  (button.closest('section, aside') ?? document.body).append(menu);
  place(menu, button);
  entries[0].focus();
  const { signal } = ending;
  on(menu, 'keydown', (event) => steer(event, entries, close), { signal });
  on(document, 'pointerdown', (/** @type {PointerEvent} */ event) => {
    const target = /** @type {Node} */ (event.target);
    if (!menu.contains(target) && !button.contains(target)) close(false);
  }, { signal, capture: true });
  for (const type of ['resize', 'blur']) on(window, type, () => close(false), { signal });
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement[]} entries
 * @param {(isFocusGoingBack: boolean) => void} close
 */
function steer(event, entries, close) {
  const at = entries.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = { ArrowDown: at + 1, ArrowUp: at - 1 + entries.length, Home: 0, End: entries.length - 1 }[event.key];
  if (next !== undefined) {
    entries[next % entries.length].focus();
  } else if (event.key === 'Escape' || event.key === 'Tab') {
    close(true);
    if (event.key === 'Tab') return;
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

/**
 * Beside the button where there is room, and never outside the window.
 * @param {HTMLElement} menu
 * @param {HTMLElement} button
 */
function place(menu, button) {
  const margin = 8;
  const at = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const left = Math.min(Math.max(margin, at.right - width), innerWidth - width - margin);
  const isBelow = at.bottom + height + margin <= innerHeight;
  const top = isBelow ? at.bottom + 4 : Math.max(margin, at.top - height - 4);
  menu.style.left = `${Math.max(margin, left)}px`;
  menu.style.top = `${top}px`;
}
