// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The time that a refusal asks for, counted down where it is seen.

import { h } from '../dom.js';
import { t } from '../i18n/index.js';

export class Pause {
  element = h('p', { class: 'sign-in__wait number', role: 'timer' });
  /** When the next attempt makes sense, on the clock of `performance.now()`; 0 when now. */
  #until = 0;

  /** @param {{retryAfterMs?: number}} refusal */
  begin({ retryAfterMs }) {
    if (retryAfterMs) this.#until = performance.now() + retryAfterMs;
    this.show();
  }

  get isOn() {
    return this.remainingMs > 0;
  }

  get remainingMs() {
    return this.#until === 0 ? 0 : Math.max(0, this.#until - performance.now());
  }

  /** Counts on; true, once, when the time has come. */
  tick() {
    const isOver = this.#until !== 0 && !this.isOn;
    if (isOver) this.#until = 0;
    this.show();
    return isOver;
  }

  show() {
    const seconds = Math.ceil(this.remainingMs / 1000);
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    const text = seconds > 0 ? t('signIn.wait', { time }) : '';
    if (this.element.textContent !== text) this.element.textContent = text;
  }
}
