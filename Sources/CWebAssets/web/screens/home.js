// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The home screen: a new meeting, a meeting by number, the rooms this account chairs, and those it was in lately.

import { fill, h, icon, on } from '../dom.js';
import { errorText, formatDateTime, formatRoom, t } from '../i18n/index.js';
import { openNewMeeting } from './new-meeting.js';
import { forgetRoom, recentRooms, roomNumber, roomPath } from './rooms.js';
import { Screen, note } from './screen.js';
import { openShare } from './share.js';

/** @typedef {import('../net/auth.js').RoomListing} RoomListing */

export class HomeScreen extends Screen {
  constructor() {
    super();
    /** @type {import('./screen.js').Session | null} */
    this.session = null;
    /** What was typed, over a change of language. */
    this.typed = '';
    this.isTypedWrong = false;
    /** @type {RoomListing[] | null} */
    this.rooms = null;
    /** @type {unknown} */
    this.roomsError = null;
    this.mayCreate = false;
  }

  /** @override */
  get documentTitle() {
    return t('home.title');
  }

  /** @override */
  connectedCallback() {
    this.mayCreate = this.auth?.account?.mayCreateRooms ?? false;
    super.connectedCallback();
    void this.loadRooms();
    // Who comes back to the tab sees what is open now.
    on(document, 'visibilitychange', () => {
      if (document.visibilityState === 'visible') void this.loadRooms();
    }, { signal: this.life.signal });
  }

  async loadRooms() {
    if (!this.auth) return;
    try {
      const { rooms, mayCreate } = await this.auth.rooms();
      const isNews = mayCreate !== this.mayCreate;
      this.rooms = rooms;
      this.roomsError = null;
      this.mayCreate = mayCreate;
      if (isNews) this.render();
    } catch (error) {
      this.roomsError = error;
    }
    if (this.isConnected) this.showRooms();
  }

  /** @override */
  render() {
    const account = this.auth?.account;
    const name = account?.name ?? '';
    const unit = account?.unit ?? [];
    this.mine = h('div');
    this.recent = h('div');
    this.frame('home',
      h('div', { class: 'home__hello' },
        h('h1', null, t('home.greeting', { name })),
        unit.length > 0 && unitPath(unit)),
      h('div', { class: 'home__doors' }, this.newCard(name), this.joinCard()),
      h('div', { class: 'home__lists' },
        h('section', { class: 'stack', 'aria-labelledby': 'mine-title' },
          h('h2', { id: 'mine-title' }, t('home.mine')), this.mine),
        h('section', { class: 'stack', 'aria-labelledby': 'recent-title' },
          h('h2', { id: 'recent-title' }, t('home.recent')), this.recent)));
    this.showRooms();
    this.showRecent();
  }

  /**
   * @param {string} name
   * @returns {HTMLElement}
   */
  newCard(name) {
    const button = h('button', { type: 'button', class: 'button button--primary' }, icon('plus'), t('home.new'));
    on(button, 'click', () => {
      if (!this.session) return;
      openNewMeeting({
        session: this.session,
        name,
        onEnter: (room) => this.navigate(roomPath(room)),
        onCreated: () => void this.loadRooms(),
      });
    });
    return h('section', { class: 'card door', 'aria-labelledby': 'new-title' },
      h('h2', { id: 'new-title' }, t('home.new')),
      h('p', { class: 'quiet' }, t(this.mayCreate ? 'home.newExplained' : 'home.mayNotCreate')),
      this.mayCreate && button);
  }

  /** @returns {HTMLElement} */
  joinCard() {
    const input = h('input', {
      id: 'room-number', class: 'input number', type: 'text', inputmode: 'text', autocomplete: 'off',
      value: this.typed, 'aria-describedby': 'room-number-hint room-number-error',
    });
    const error = h('p', { id: 'room-number-error', class: 'field__error', role: 'alert' });
    const form = h('form', { class: 'stack', novalidate: true },
      h('div', { class: 'field' },
        h('label', { class: 'field__label', for: 'room-number' }, t('home.number')),
        h('div', { class: 'door__line' }, input,
          h('button', { type: 'submit', class: 'button button--primary' }, t('home.enter'))),
        h('p', { id: 'room-number-hint', class: 'field__hint' }, t('home.numberHint')), error));
    const show = () => {
      input.setAttribute('aria-invalid', String(this.isTypedWrong));
      error.textContent = this.isTypedWrong ? t('home.numberWrong') : '';
    };
    on(input, 'input', () => {
      this.typed = input.value;
      this.isTypedWrong = false;
      show();
    });
    on(form, 'submit', (event) => {
      event.preventDefault();
      const room = roomNumber(input.value);
      this.isTypedWrong = room === null;
      show();
      if (room === null) input.focus();
      else this.navigate(roomPath(room));
    });
    show();
    return h('section', { class: 'card door', 'aria-labelledby': 'join-title' },
      h('h2', { id: 'join-title' }, t('home.join')), form);
  }

  showRooms() {
    if (!this.mine) return;
    if (this.rooms === null) {
      fill(this.mine, this.roomsError
        ? note('warning', t('home.mineFailed'), ' ', errorText(this.roomsError), ' ', this.retryButton())
        : h('p', { class: 'quiet' }, t('home.loading')));
    } else if (this.rooms.length === 0) {
      fill(this.mine, h('p', { class: 'quiet' }, t('home.mineNone')));
    } else {
      fill(this.mine, h('ul', { class: 'plain rooms' }, this.rooms.map((each) => this.roomItem(
        each.room, each.title, t('home.created', { at: formatDateTime(each.createdAt) }), each.link))));
    }
  }

  /** @returns {HTMLElement} */
  retryButton() {
    return h('button', { type: 'button', class: 'link-button', onclick: () => void this.loadRooms() }, t('app.retry'));
  }

  showRecent() {
    const participant = this.auth?.account?.participant;
    if (!this.recent || !participant) return;
    const rooms = recentRooms(participant);
    if (rooms.length === 0) {
      fill(this.recent, h('p', { class: 'quiet' }, t('home.recentNone')));
      return;
    }
    const forget = h('button', { type: 'button', class: 'link-button' }, t('home.forget'));
    on(forget, 'click', () => {
      forgetRoom(participant);
      this.showRecent();
    });
    fill(this.recent, h('ul', { class: 'plain rooms' }, rooms.map((each) => this.roomItem(
      each.room, each.title, t('home.visited', { at: formatDateTime(each.at) }), null))), forget);
  }

  /**
   * @param {string} room
   * @param {string} title
   * @param {string} when
   * @param {string | null} link Shown to others, where it is known.
   * @returns {HTMLElement}
   */
  roomItem(room, title, when, link) {
    const enter = h('button', {
      type: 'button', class: 'button', 'aria-label': t('home.enterRoom', { title }),
      onclick: () => this.navigate(roomPath(room)),
    }, t('home.enter'));
    const share = link && h('button', {
      type: 'button', class: 'button button--quiet', 'aria-label': t('home.shareRoom', { title }),
      onclick: () => openShare({ room, title, link }, {}),
    }, t('home.share'));
    return h('li', { class: 'rooms__item' },
      h('div', { class: 'rooms__text' },
        h('p', { class: 'rooms__title' }, title),
        h('p', { class: 'quiet small number' }, formatRoom(room), ' · ', when)),
      h('div', { class: 'row rooms__actions' }, share, enter));
  }
}

/**
 * The units from the root down, as a trail.
 * @param {string[]} unit
 * @returns {HTMLElement}
 */
function unitPath(unit) {
  return h('p', { class: 'quiet unit-path' },
    h('span', { class: 'visually-hidden' }, `${t('home.unit')}: `),
    unit.map((name, index) => [
      index > 0 && h('span', { class: 'unit-path__step', 'aria-hidden': true }, '›'), h('span', null, name)]));
}

customElements.define('plenary-home', HomeScreen);
