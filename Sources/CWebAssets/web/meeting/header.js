// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Title, number, who is here, lock and connection.

import { fill, h, icon, on } from '../dom.js';
import { formatElapsed, formatRoom, t } from '../i18n/index.js';
import { openInvitation } from './invitation.js';

/** @typedef {import('./context.js').MeetingContext} MeetingContext */

export class Header {
  #context;
  #title = h('h1', { class: 'meeting-head__title' });
  #counts = h('p', { class: 'meeting-head__counts' });
  #lock = h('p', { class: 'badge badge--warning', hidden: true });
  #connection = h('p', { class: 'meeting-head__connection' });
  #time = h('span', { class: 'number', role: 'timer' });
  #began = Date.now();
  #shown = '';

  /** @param {MeetingContext} context */
  constructor(context) {
    this.#context = context;
    const { model, session, media, signal } = context;
    const invite = h('button', { type: 'button', class: 'button button--quiet meeting-head__invite' },
      icon('link'), h('span', null, t('meeting.invite')));
    on(invite, 'click', () => openInvitation(context));
    this.element = h('header', { class: 'meeting-head' },
      h('div', { class: 'meeting-head__names' }, this.#title,
        h('p', { class: 'meeting-head__number number' }, t('meeting.number', { room: formatRoom(model.room) }))),
      invite,
      h('div', { class: 'meeting-head__facts' }, this.#lock,
        h('p', { class: 'meeting-head__time' }, icon('clock'),
          h('span', { class: 'visually-hidden' }, t('meeting.timeHere')), this.#time),
        this.#counts, this.#connection));
    for (const type of ['room', 'summary']) on(model, type, () => this.#update(), { signal });
    on(session, 'statechange', () => this.#update(), { signal });
    for (const type of ['measured', 'remotes']) on(media, type, () => this.#update(), { signal });
    const ticking = setInterval(() => this.#tick(), 1_000);
    signal.addEventListener('abort', () => clearInterval(ticking), { once: true });
    this.#tick();
    this.#update();
  }

  #tick() {
    this.#time.textContent = formatElapsed(Date.now() - this.#began);
  }

  #update() {
    const { model, session, media } = this.#context;
    const { joined = 0, people = 0 } = model.summaries.get('root')?.counts.get(0) ?? {};
    const isConnected = session.state === 'ready';
    const quality = isConnected && media.reason === null ? media.quality : null;
    const shown = JSON.stringify([model.state.title, model.state.locked, joined, people, isConnected, quality]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#title.textContent = model.state.title || t('meeting.room');
    this.#counts.textContent = t('meeting.counts', { endpoints: joined, people });
    this.#lock.hidden = !model.state.locked;
    fill(this.#lock, icon('lock'), t('meeting.locked'));
    this.#connection.dataset.state = isConnected ? 'connected' : 'lost';
    fill(this.#connection, icon(isConnected ? 'connection' : 'connection-off'),
      h('span', null, t(isConnected ? 'meeting.connected' : 'meeting.notConnected')),
      quality === null ? null : h('span', { class: 'meeting-head__quality', dataset: { quality } },
        t(`meeting.quality.${quality}`)));
  }
}
