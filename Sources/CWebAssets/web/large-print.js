// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Large print: one switch for larger type and targets, fewer controls at once and stronger contrast. The style sheets
// do it by a class on the root element; what shows fewer controls asks here.

import { h, icon, on } from './dom.js';
import { t } from './i18n/index.js';

const storageKey = 'plenary.largePrint';
const className = 'large-print';

/** Tells of the switch by the event `change`. */
export const largePrint = new EventTarget();

let isOn = remembered();

export function isLargePrint() {
  return isOn;
}

/** Shows the page as it was left. */
export function applyLargePrint() {
  document.documentElement.classList.toggle(className, isOn);
}

/**
 * Switches, and remembers it.
 * @param {boolean} next
 */
export function setLargePrint(next) {
  if (next === isOn) return;
  isOn = next;
  try {
    localStorage.setItem(storageKey, next ? 'on' : 'off');
  } catch {
    // A browser that keeps nothing is asked again next time.
  }
  applyLargePrint();
  largePrint.dispatchEvent(new Event('change'));
}

/**
 * The switch for the head of a screen.
 * @param {AbortSignal} signal
 * @returns {HTMLButtonElement}
 */
export function largePrintSwitch(signal) {
  const button = h('button', {
    type: 'button', class: 'top__button', title: t('app.largePrint'), onclick: () => setLargePrint(!isOn),
  }, icon('large-print'), h('span', { class: 'top__print' }, t('app.largePrint')));
  const update = () => button.setAttribute('aria-pressed', String(isOn));
  on(largePrint, 'change', update, { signal });
  update();
  return button;
}

function remembered() {
  try {
    return localStorage.getItem(storageKey) === 'on';
  } catch {
    return false;
  }
}
