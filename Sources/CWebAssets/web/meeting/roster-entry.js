// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// One participant of the roster, in the tree and among the results of a search alike.

import { fill, h, icon } from '../dom.js';
import { t } from '../i18n/index.js';
import { isOperator } from '../room/permissions.js';
import { guestBadge, mark } from './marks.js';
import { attachMenu } from './menu.js';
import { initials, tintOf } from './names.js';
import { participantItems } from './participant-menu.js';

/** @typedef {import('./context.js').MeetingContext} MeetingContext */
/** @typedef {import('../room/types.js').Entry} Entry */

export class EntryRow {
  #entry;
  #context;
  #shown = '';
  #face = h('span', { class: 'face', 'aria-hidden': 'true' });
  #name = h('span', { class: 'entry__name' });
  #about = h('span', { class: 'entry__about' });
  #marks = h('span', { class: 'entry__marks' });
  /** @type {HTMLButtonElement | null} */
  #actions = null;

  /**
   * @param {MeetingContext} context
   * @param {Entry} entry
   */
  constructor(context, entry) {
    this.#context = context;
    this.#entry = entry;
    this.#face.dataset.tint = tintOf(entry.participant);
    this.element = h('li', { class: 'entry', dataset: { participant: entry.participant } },
      this.#face, h('span', { class: 'entry__text' }, this.#name, this.#about), this.#marks);
    this.update(entry);
  }

  /** @param {Entry} entry */
  update(entry) {
    this.#entry = entry;
    const { model } = this.#context;
    const isOwn = entry.participant === model.me.participant;
    const mayAct = isOperator(model.me.role) && !isOwn;
    const shown = JSON.stringify([entry, mayAct]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const { name, title, role, people } = entry;
    this.element.classList.toggle('entry--away', !entry.online);
    this.#face.textContent = initials(name);
    this.#name.textContent = isOwn ? t('meeting.you', { name }) : name;
    fill(this.#about,
      guestBadge(entry.participant),
      title === '' ? null : h('span', null, title),
      role === 'attendee' ? null : h('span', { class: 'badge' }, t(`meeting.role.${role}`)),
      people > 1 ? h('span', { class: 'entry__people' }, icon('people'), t('meeting.people', { count: people })) : null,
      entry.online ? null : h('span', { class: 'badge badge--warning' }, t('meeting.away')));
    fill(this.#marks,
      entry.hand ? mark('hand', 'meeting.handUp', 'hand') : null,
      entry.muted ? mark('microphone-off', 'meeting.orderedMuted', 'danger')
        : entry.microphone === 'on' ? mark('microphone', 'meeting.micOn') : mark('microphone-off', 'meeting.micOff'),
      entry.camera === 'on' ? mark('camera', 'meeting.camOn') : mark('camera-off', 'meeting.camOff'));
    this.#offerActions(mayAct);
  }

  /** @param {boolean} mayAct */
  #offerActions(mayAct) {
    if (!mayAct) {
      this.#actions?.remove();
      this.#actions = null;
      return;
    }
    const label = t('meeting.actionsFor', { name: this.#entry.name });
    if (!this.#actions) {
      this.#actions = h('button', { type: 'button', class: 'icon-button entry__actions' }, icon('more'));
      attachMenu(this.#actions, label, () => participantItems(this.#context, this.#entry));
      this.element.append(this.#actions);
    }
    this.#actions.setAttribute('aria-label', label);
  }
}
