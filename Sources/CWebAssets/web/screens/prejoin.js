// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Before a meeting: what it is called and who is there, camera and microphone, and the way in.

import { announce, fill, h, icon, on, refocus } from '../dom.js';
import { errorText, formatRoom, t } from '../i18n/index.js';
import { keptDevices } from '../media/kept-devices.js';
import { DevicePanel } from './device-panel.js';
import { LobbyCard } from './lobby-card.js';
import { QueueCard } from './queue-card.js';
import { forgetRoom } from './rooms.js';
import { Screen, note } from './screen.js';

/** @typedef {import('../media/capture.js').Capture} Capture */
/** @typedef {{code?: string}} Refusal */
/**
 * The answer of `room.info`.
 * @typedef {{title: string, state: string, locked: boolean, participants: number, people: number}} RoomInfo
 */

const infoEveryMs = 10_000;
/** There is nothing to come back for. */
const finalCodes = new Set(['unknown_room', 'room_ended', 'kicked', 'invitation_expired']);

/**
 * Tells `joined`, detail `{room}`, when the session is in the room, and `turned-away`, detail `{room, title}`, when a
 * guest is not let in.
 */
export class PrejoinScreen extends Screen {
  constructor() {
    super();
    /** @type {import('./screen.js').Session | null} */
    this.session = null;
    /** @type {Capture | null} */
    this.capture = null;
    this.room = '';
    /** Guests may have to wait in the lobby, and there is no other screen for them to go back to. */
    this.isGuest = false;
    /** @type {RoomInfo | null} */
    this.info = null;
    /** @type {Refusal | null} */
    this.infoError = null;
    /** @type {Refusal | null} */
    this.joinError = null;
    this.isJoining = false;
    this.isCancelled = false;
    const cancel = () => {
      this.isCancelled = true;
      this.session?.withdrawJoin();
    };
    this.queue = new QueueCard(cancel);
    this.lobby = new LobbyCard(cancel);
    this.people = '1';
    this.isPeopleWrong = false;
    this.isMoreOpen = false;
    /** @type {DevicePanel | null} */
    this.panel = null;
  }

  /** @override */
  get documentTitle() {
    return this.info?.title ?? t('prejoin.document', { room: formatRoom(this.room) });
  }

  /** @override */
  connectedCallback() {
    this.panel = null;
    super.connectedCallback();
    void this.begin();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && !this.isJoining && !this.isOver()) void this.lookUp();
    }, infoEveryMs);
    on(this.life.signal, 'abort', () => {
      clearInterval(timer);
      this.hideCards();
      if (this.isJoining) this.session?.withdrawJoin();
    });
    if (!this.session) return;
    on(this.session, 'queued', (event) => this.queued(event.detail), { signal: this.life.signal });
    on(this.session, 'waits', () => this.waits(), { signal: this.life.signal });
  }

  /**
   * No camera lights up for a room that there is not. Who was in the meeting when the browser threw the page away did
   * not leave it, and need not press anything to be back.
   */
  async begin() {
    const { signal } = this.life;
    const { wasDiscarded = false } = /** @type {Document & {wasDiscarded?: boolean}} */ (document);
    const wasInside = wasDiscarded && keptDevices(this.room) !== null;
    await this.lookUp();
    if (!signal.aborted && !this.isOver()) await this.panel?.open();
    if (!signal.aborted && wasInside) await this.join();
  }

  async lookUp() {
    const { session } = this;
    if (!session) return;
    try {
      await session.connect();
      this.info = await session.request('room.info', { room: this.room });
      this.infoError = this.info?.state === 'ended' ? { code: 'room_ended' } : null;
    } catch (error) {
      this.infoError = /** @type {Refusal} */ (error);
    }
    if (this.isConnected) this.showInfo();
  }

  isOver() {
    return finalCodes.has(this.infoError?.code ?? '') || finalCodes.has(this.joinError?.code ?? '');
  }

  /** @override */
  render() {
    if (!this.capture) return;
    this.panel ??= new DevicePanel(this.capture, this.life.signal, keptDevices(this.room));
    this.heading = h('h1', null);
    this.about = h('div', { class: 'prejoin__about' });
    this.trouble = h('div', { class: 'stack' });
    this.joinButton = h('button', { type: 'submit', class: 'button button--primary button--block prejoin__join' });
    this.devices = this.panel.view();
    const form = h('form', { class: 'card stack prejoin__form', novalidate: true },
      this.trouble, this.queue.element, this.lobby.element, this.joinButton, this.moreOptions());
    on(form, 'submit', (event) => {
      event.preventDefault();
      void this.join();
    });
    const back = h('button', { type: 'button', class: 'button button--quiet prejoin__back' },
      icon('chevron-left'), t('prejoin.back'));
    on(back, 'click', () => this.navigate('/'));
    this.queue.render();
    this.lobby.render();
    this.frame('prejoin', !this.isGuest && back,
      h('div', { class: 'prejoin__head' }, this.heading, this.about),
      h('div', { class: 'prejoin__columns' }, this.devices, form));
    this.showInfo();
  }

  /** @returns {HTMLElement} */
  moreOptions() {
    const input = h('input', {
      id: 'people', class: 'input number', type: 'number', inputmode: 'numeric', min: 1, max: 999, step: 1,
      value: this.people, 'aria-describedby': 'people-hint people-error', 'aria-invalid': this.isPeopleWrong,
    });
    on(input, 'input', () => {
      this.people = input.value;
      this.isPeopleWrong = false;
      this.showPeople();
    });
    this.peopleInput = input;
    this.peopleError = h('p', { id: 'people-error', class: 'field__error' });
    const details = h('details', { class: 'more', open: this.isMoreOpen },
      h('summary', { class: 'more__summary' }, t('prejoin.more')),
      h('div', { class: 'field' },
        h('label', { class: 'field__label', for: 'people' }, t('prejoin.people')), input,
        h('p', { id: 'people-hint', class: 'field__hint' }, t('prejoin.peopleHint')), this.peopleError));
    on(details, 'toggle', () => { this.isMoreOpen = details.open; });
    this.more = details;
    return details;
  }

  async join() {
    const { session } = this;
    if (!session || this.isJoining) return;
    const people = Number(this.people);
    this.isPeopleWrong = !Number.isInteger(people) || people < 1 || people > 999;
    this.showPeople();
    if (this.isPeopleWrong) {
      if (this.more) this.more.open = true;
      this.peopleInput?.focus();
      return;
    }
    this.isJoining = true;
    this.isCancelled = false;
    this.joinError = null;
    this.showInfo();
    try {
      await session.connect();
      if (session.room) await session.leave();
      await session.join(this.room, { media: true, people });
    } catch (error) {
      this.refused(/** @type {Refusal} */ (error));
      return;
    }
    if (this.lobby.isShown && !this.isCancelled) announce(t('lobby.admitted'));
    this.hideCards();
    if (this.isConnected && !this.isCancelled) {
      this.tell('joined', { room: this.room });
    } else {
      void session.leave().catch(() => {});
      this.isJoining = false;
      if (this.isConnected) this.showInfo();
    }
  }

  /** @param {import('../net/errors.js').QueuePlace} place */
  queued(place) {
    if (!this.isJoining) return;
    this.lobby.hide();
    this.queue.show(place);
    this.showInfo();
  }

  waits() {
    if (!this.isJoining) return;
    this.queue.hide();
    this.lobby.show();
    this.showInfo();
  }

  get isWaiting() {
    return this.queue.isShown || this.lobby.isShown;
  }

  hideCards() {
    this.queue.hide();
    this.lobby.hide();
  }

  /** @param {Refusal} error */
  refused(error) {
    this.isJoining = false;
    const wasWaiting = this.isWaiting;
    this.hideCards();
    if (this.isGuest && error.code === 'kicked') {
      this.tell('turned-away', { room: this.room, title: this.info?.title ?? '' });
      return;
    }
    this.joinError = error.code === 'withdrawn' ? null : error;
    const participant = this.auth?.account?.participant;
    if (participant && this.isOver()) forgetRoom(participant, this.room);
    if (!this.isConnected) return;
    this.showInfo();
    if (this.isOver()) this.takeFocus();
    else if (wasWaiting) this.joinButton?.focus();
    else refocus(this.joinButton);
  }

  showPeople() {
    this.peopleInput?.setAttribute('aria-invalid', String(this.isPeopleWrong));
    if (this.peopleError) this.peopleError.textContent = this.isPeopleWrong ? t('prejoin.peopleWrong') : '';
  }

  showInfo() {
    const { heading, about, trouble, joinButton, info } = this;
    if (!heading || !about || !trouble || !joinButton) return;
    const title = info?.title ?? t('prejoin.title');
    if (heading.textContent !== title) heading.textContent = title;
    fill(about,
      h('p', { class: 'quiet number' }, t('prejoin.number', { room: formatRoom(this.room) })),
      info && !this.isOver() && h('p', { class: 'row' },
        h('span', { class: 'quiet' }, info.participants > 0
          ? t('prejoin.counts', { endpoints: info.participants, count: info.people }) : t('prejoin.countsNone')),
        info.locked && h('span', { class: 'badge badge--warning' }, icon('lock'), t('prejoin.locked'))),
      !info && !this.infoError && h('p', { class: 'quiet', role: 'status' }, t('prejoin.looking')));
    this.showTrouble(trouble);
    fill(joinButton, t(this.isJoining ? 'prejoin.joining' : 'prejoin.join'));
    joinButton.disabled = this.isJoining;
    for (const part of [joinButton, this.more, this.devices]) if (part) part.hidden = this.isOver();
    if (this.isWaiting) joinButton.hidden = true;
    if (this.isWaiting && this.more) this.more.hidden = true;
    this.updateTitle();
  }

  /**
   * Left alone while it says the same: an alert that is put in again is read out again.
   * @param {HTMLElement} trouble
   */
  showTrouble(trouble) {
    const error = this.joinError ?? this.infoError;
    const text = error ? errorText(error) : '';
    if (trouble.dataset.text === text) return;
    trouble.dataset.text = text;
    const home = h('button', { type: 'button', class: 'button button--primary' }, t('app.home'));
    on(home, 'click', () => this.navigate('/'));
    fill(trouble, error && note('danger', text), error && this.isOver() && !this.isGuest && home);
  }
}

customElements.define('plenary-prejoin', PrejoinScreen);
