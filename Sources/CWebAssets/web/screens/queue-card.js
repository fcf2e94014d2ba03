// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The place in a room's join queue, counted down where it is seen and read out when it is new.

import { announce, fill, h, on, refocus } from '../dom.js';
import { t } from '../i18n/index.js';

/** @typedef {import('../net/errors.js').QueuePlace} QueuePlace */

const TICK_MS = 250;

/**
 * What is left of a place after some time: places of a lane come due one after the other at the same pace.
 * @param {QueuePlace} place
 * @param {number} elapsedMs
 * @returns {QueuePlace}
 */
export function placeAfter({ position, waitMs }, elapsedMs) {
  const restMs = Math.max(0, waitMs - elapsedMs);
  return { position: Math.max(1, Math.ceil(position * restMs / waitMs)), waitMs: restMs };
}

export class QueueCard {
  /** @param {() => void} onCancel */
  constructor(onCancel) {
    this.onCancel = onCancel;
    /** @type {QueuePlace | null} */
    this.place = null;
    this.toldAt = 0;
    /** @type {number | undefined} */
    this.timer = undefined;
    this.element = h('div', { class: 'queue', hidden: true });
  }

  get isShown() {
    return this.place !== null;
  }

  /** @param {QueuePlace} place */
  show(place) {
    const isNew = this.place === null;
    this.place = place;
    this.toldAt = performance.now();
    if (isNew) this.render();
    else this.tick();
    if (isNew) refocus(this.cancel);
    announce(`${t('queue.position', { position: place.position })} ${t('queue.wait', seconds(place))}`);
    this.timer ??= window.setInterval(() => this.tick(), TICK_MS);
  }

  hide() {
    clearInterval(this.timer);
    this.timer = undefined;
    this.place = null;
    this.element.hidden = true;
    fill(this.element);
  }

  /** Builds the card anew, as after a change of language. */
  render() {
    if (!this.place) return;
    this.position = h('p', { class: 'queue__position' });
    this.wait = h('p', { class: 'queue__wait number' });
    this.rest = h('div', { class: 'queue__rest' });
    this.cancel = h('button', { type: 'button', class: 'button button--block' }, t('queue.cancel'));
    on(this.cancel, 'click', () => this.onCancel());
    fill(this.element, this.position, this.wait,
      h('div', { class: 'queue__track', 'aria-hidden': 'true' }, this.rest),
      h('p', { class: 'quiet small' }, t('queue.explained')), this.cancel);
    this.element.hidden = false;
    this.tick();
  }

  tick() {
    if (!this.place || !this.position || !this.wait || !this.rest) return;
    const rest = placeAfter(this.place, performance.now() - this.toldAt);
    say(this.position, t('queue.position', { position: rest.position }));
    say(this.wait, rest.waitMs > 0 ? t('queue.wait', seconds(rest)) : t('queue.now'));
    this.rest.style.inlineSize = `${100 * (1 - rest.waitMs / this.place.waitMs)}%`;
  }
}

/** @param {QueuePlace} place */
function seconds({ waitMs }) {
  return { count: Math.max(1, Math.ceil(waitMs / 1000)) };
}

/**
 * @param {HTMLElement} element
 * @param {string} text
 */
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
