// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Who stands out: presenters, and who holds the floor.

import { fill, h, icon, on } from '../dom.js';
import { t } from '../i18n/index.js';
import { guestBadge } from './marks.js';

/** @typedef {import('./context.js').MeetingContext} MeetingContext */

export class Strip {
  #model;
  #list = h('ul', { class: 'plain strip__list' });
  #shown = '';
  /**
   * Who was removed stays a presenter to the room, but is not to be expected on the stage.
   * @type {Set<string>}
   */
  #removed = new Set();

  /** @param {MeetingContext} context */
  constructor({ model, signal }) {
    this.#model = model;
    this.element = h('section', { class: 'strip', 'aria-label': t('meeting.strip'), hidden: true }, this.#list);
    on(model, 'room', () => this.#update(), { signal });
    on(model, 'fact', (event) => {
      const { method, params } = event.detail.push;
      if (method === 'participant.kicked') this.#removed.add(params.participant);
    }, { signal });
    this.#update();
  }

  #update() {
    const { state } = this.#model;
    const isHere = (/** @type {{participant: string}} */ each) => !this.#removed.has(each.participant);
    const [holders, presenters] = [state.floor.holders.filter(isHere), state.presenters.filter(isHere)];
    const shown = JSON.stringify([presenters, holders]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.element.hidden = presenters.length + holders.length === 0;
    fill(this.#list,
      holders.map((each) => chip('microphone', each, t('meeting.holder'), 'holder')),
      presenters.map((each) => chip('presenter', each, t('meeting.role.presenter'), 'presenter')));
  }
}

/**
 * @param {string} picture
 * @param {import('../room/types.js').Named} who
 * @param {string} role
 * @param {string} kind
 */
function chip(picture, { participant, name }, role, kind) {
  return h('li', { class: 'strip__chip', dataset: { kind } },
    icon(picture), h('span', null, name), guestBadge(participant), h('span', { class: 'strip__role' }, role));
}
