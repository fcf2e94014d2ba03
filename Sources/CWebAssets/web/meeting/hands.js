// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The tab "hands", for who answers them: who asks for the floor, in order, and who has it.

import { h, icon, on } from '../dom.js';
import { t } from '../i18n/index.js';
import { keepFocus } from './keep-focus.js';
import { KeyedList } from './keyed-list.js';
import { guestBadge } from './marks.js';
import { initials, tintOf } from './names.js';
import { actOn } from './participant-menu.js';

/** @typedef {import('./context.js').MeetingContext} MeetingContext */
/** @typedef {import('../room/types.js').Named} Named */

export class Hands {
  #model;
  /** @type {KeyedList<Named>} */
  #queue;
  /** @type {KeyedList<Named>} */
  #holders;
  #title = h('h2', { tabindex: '-1' }, t('meeting.queue'));
  #queueNone = h('p', { class: 'quiet' }, t('meeting.queueNone'));
  #holdersNone = h('p', { class: 'quiet' }, t('meeting.holdersNone'));

  /** @param {MeetingContext} context */
  constructor(context) {
    this.#model = context.model;
    const queue = h('ol', { class: 'plain hands__list' });
    const holders = h('ul', { class: 'plain hands__list' });
    this.#queue = new KeyedList(queue, (each) => each.participant, (each) => row(context, each, [
      { what: 'grant', key: 'meeting.grantTo', picture: 'check', isFirst: true },
      { what: 'deny', key: 'meeting.denyTo', picture: 'close' },
    ]));
    this.#holders = new KeyedList(holders, (each) => each.participant, (each) => row(context, each, [
      { what: 'revoke', key: 'meeting.revokeFrom', picture: 'minus' },
    ]));
    this.element = h('div', { class: 'hands' },
      h('section', null, this.#title, this.#queueNone, queue),
      h('section', null, h('h2', null, t('meeting.holders')), this.#holdersNone, holders));
    on(context.model, 'room', () => this.#update(), { signal: context.signal });
    this.#update();
  }

  #update() {
    const { queue, holders } = this.#model.state.floor;
    keepFocus([this.#queue.parent, this.#holders.parent], () => {
      this.#queue.show(queue);
      this.#holders.show(holders);
    }, () => this.#title.focus());
    this.#queueNone.hidden = queue.length > 0;
    this.#holdersNone.hidden = holders.length > 0;
  }
}

/**
 * @param {MeetingContext} context
 * @param {Named} whom
 * @param {{what: string, key: string, picture: string, isFirst?: boolean}[]} actions
 */
function row(context, whom, actions) {
  const { participant, name } = whom;
  const face = h('span', { class: 'face', 'aria-hidden': 'true', dataset: { tint: tintOf(participant) } },
    initials(name));
  const buttons = actions.map(({ what, key, picture, isFirst }) => {
    const button = h('button', {
      type: 'button', class: isFirst ? 'button button--primary' : 'button', 'aria-label': t(key, { name }),
    }, icon(picture), t(`meeting.${what}`));
    on(button, 'click', () => void actOn(context, what, whom));
    return button;
  });
  const element = h('li', { class: 'hands__row' }, face,
    h('span', { class: 'hands__name' }, name, ' ', guestBadge(participant)), h('span', { class: 'row' }, buttons));
  return { element, update() {} };
}
