// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Who stands out: presenters, and who holds the floor.

import { fill, h, icon, on } from '../dom.js';
import { t } from '../i18n/index.js';

/** @typedef {import('./context.js').MeetingContext} MeetingContext */

export class Strip {
  #model;
  #list = h('ul', { class: 'plain strip__list' });
  #shown = '';

  /** @param {MeetingContext} context */
  constructor({ model, signal }) {
    this.#model = model;
    this.element = h('section', { class: 'strip', 'aria-label': t('meeting.strip'), hidden: true }, this.#list);
    on(model, 'room', () => this.#update(), { signal });
    this.#update();
  }

  #update() {
    const { presenters, floor } = this.#model.state;
    const shown = JSON.stringify([presenters, floor.holders]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.element.hidden = presenters.length + floor.holders.length === 0;
    fill(this.#list,
      floor.holders.map(({ name }) => chip('microphone', name, t('meeting.holder'), 'holder')),
      presenters.map(({ name }) => chip('presenter', name, t('meeting.role.presenter'), 'presenter')));
  }
}

/**
 * @param {string} picture
 * @param {string} name
 * @param {string} role
 * @param {string} kind
 */
function chip(picture, name, role, kind) {
  return h('li', { class: 'strip__chip', dataset: { kind } }, icon(picture), h('span', null, name), h('span', { class: 'strip__role' }, role));
}
