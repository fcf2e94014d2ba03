// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The controls under the stage. A label says what a press does, so that it reads right to everybody.

import { h, icon, on, setIcon } from '../dom.js';
import { t } from '../i18n/index.js';
import { isLargePrint, largePrint, setLargePrint } from '../large-print.js';
import { isOperator } from '../room/permissions.js';
import { openDevices, openKeys } from './dialogs.js';
import { openInvitation } from './invitation.js';
import { attachMenu } from './menu.js';
import { canFill, moreItems, toggleFull } from './more-menu.js';
import { operatorItems } from './operator-menu.js';
import { canShare } from './screen-share.js';
import { Shortcuts } from './shortcuts.js';

/** @typedef {import('./context.js').MeetingContext} MeetingContext */
/** @typedef {import('./panel.js').Panel} Panel */
/** @typedef {HTMLButtonElement & {picture: SVGSVGElement, text: HTMLElement, count: HTMLElement}} Control */

export class ControlBar {
  #context;
  #panel;
  #isAsking = false;
  #microphone = control('microphone', t('meeting.short.microphone'));
  #camera = control('camera', t('meeting.short.camera'));
  #share = control('screen', t('meeting.short.share'));
  #hand = control('hand', t('meeting.short.hand'));
  #participants = control('people', t('meeting.participants'), 'control--panel');
  #chat = control('chat', t('meeting.chat'), 'control--panel');
  #operate = control('settings', t('meeting.short.operate'), 'control--operate');
  #more = control('more', t('meeting.moreMenu'));
  #leave = control('leave', t('meeting.leave'), 'control--leave');
  #shortcuts;

  /**
   * @param {MeetingContext} context
   * @param {{panel: Panel, tiles: import('./tiles.js').Tiles, leave: () => void}} parts
   */
  constructor(context, { panel, tiles, leave }) {
    this.#context = context;
    this.#panel = panel;
    const { model, local, share, view, session, signal } = context;
    this.element = h('section', { class: 'controls', 'aria-label': t('meeting.controls') },
      this.#microphone, this.#camera, canShare() ? this.#share : null, this.#hand, this.#participants, this.#chat,
      this.#operate, this.#more, this.#leave);
    for (const each of [this.#participants, this.#chat]) each.setAttribute('aria-controls', panel.element.id);
    on(this.#microphone, 'click', () => void local.toggleMicrophone());
    on(this.#camera, 'click', () => void local.toggleCamera());
    on(this.#share, 'click', () => void share.toggle());
    on(this.#hand, 'click', () => void this.#toggleHand());
    on(this.#participants, 'click', () => panel.toggle('participants', this.#participants));
    on(this.#chat, 'click', () => this.#toggleChat());
    on(this.#leave, 'click', leave);
    this.#shortcuts = new Shortcuts({
      m: () => this.#microphone.click(), v: () => this.#camera.click(), h: () => this.#hand.click(),
      c: () => this.#chat.click(), p: () => this.#participants.click(), '?': () => this.#showKeys(),
      l: () => view.turn(), 0: () => view.unpin(),
      ...(canShare() && { s: () => this.#share.click() }),
      ...(canFill() && { f: () => toggleFull() }),
      ...Object.fromEntries(Array.from({ length: 9 }, (_, index) => [String(index + 1), () => tiles.pin(index + 1)])),
    }, signal);
    name(this.#operate, t('meeting.operate'));
    attachMenu(this.#operate, t('meeting.operate'), () => operatorItems(context));
    attachMenu(this.#more, t('meeting.moreMenu'), () => this.#moreItems());
    on(largePrint, 'change', () => this.#update(), { signal });
    on(model, 'room', () => this.#update(), { signal });
    on(local, 'change', () => this.#update(), { signal });
    on(session, 'statechange', () => this.#update(), { signal });
    on(share, 'change', () => this.#update(), { signal });
    on(panel, 'change', () => this.#update());
    this.#update();
  }

  /** Opens the participants: what the focus goes back to when the panel closes that was open from the start. */
  get participants() {
    return this.#participants;
  }

  /** @param {number} count */
  setUnread(count) {
    showCount(this.#chat, count);
    name(this.#chat, count === 0 ? t('meeting.chat') : t('meeting.chatUnread', { count }));
  }

  /** @param {number} count Who waits to be let in. */
  setWaiting(count) {
    showCount(this.#participants, count);
    name(this.#participants, count === 0 ? t('meeting.participants') : t('meeting.participantsWaiting', { count }));
  }

  /**
   * In large print the bar has fewer controls: the others are here.
   * @returns {import('./menu.js').MenuItem[]}
   */
  #moreItems() {
    const isLarge = isLargePrint();
    return [
      ...moreItems(this.#context),
      ...(isLarge ? [
        { label: labelOf(this.#participants), icon: 'people', run: () => this.#participants.click() },
        { label: labelOf(this.#chat), icon: 'chat', run: () => this.#chat.click() },
        { label: t('meeting.invite'), icon: 'link', run: () => openInvitation(this.#context) },
      ] : []),
      { label: t('meeting.devices'), icon: 'settings', run: () => openDevices(this.#context.capture) },
      {
        label: t(isLarge ? 'meeting.largePrintOff' : 'meeting.largePrintOn'), icon: 'large-print',
        run: () => setLargePrint(!isLarge),
      },
      ...(isLarge ? [] : [{ label: t('meeting.shortcuts'), icon: 'info', run: () => this.#showKeys() }]),
    ];
  }

  #update() {
    const { model, local, share } = this.#context;
    this.#showDevice(this.#microphone, local.microphone, 'microphone',
      local.isCarried && (local.microphone || local.mayUnmute));
    this.#showDevice(this.#camera, local.camera, 'camera',
      local.isCarried && (local.camera || local.mayShow));
    this.#share.dataset.on = String(share.isSharing);
    this.#share.setAttribute('aria-disabled', String(!share.isSharing && !share.mayShare));
    setIcon(this.#share.picture, share.isSharing ? 'screen-off' : 'screen');
    name(this.#share, t(share.isSharing ? 'meeting.stopSharing' : 'meeting.share'));
    const hand = this.#handState();
    this.#hand.dataset.on = String(hand !== 'down');
    name(this.#hand, t({ down: 'meeting.raiseHand', up: 'meeting.lowerHand', floor: 'meeting.giveBack' }[hand]));
    this.#operate.hidden = !isOperator(model.me.role);
    for (const [button, tab] of /** @type {const} */ ([[this.#participants, 'participants'], [this.#chat, 'chat']])) {
      const isOpen = this.#panel.current === tab;
      button.setAttribute('aria-expanded', String(isOpen));
      button.dataset.on = String(isOpen);
    }
  }

  /**
   * @param {Control} button
   * @param {boolean} isOn
   * @param {'microphone' | 'camera'} kind
   * @param {boolean} isAllowed A press that is not allowed says why.
   */
  #showDevice(button, isOn, kind, isAllowed) {
    const short = kind === 'microphone' ? 'Mic' : 'Cam';
    setIcon(button.picture, isOn ? kind : `${kind}-off`);
    button.dataset.off = String(!isOn);
    button.setAttribute('aria-disabled', String(!isAllowed));
    name(button, t(`meeting.turn${short}${isOn ? 'Off' : 'On'}`));
  }

  /** @returns {'down' | 'up' | 'floor'} */
  #handState() {
    const { state, me } = this.#context.model;
    const has = (/** @type {{participant: string}[]} */ list) =>
      list.some((each) => each.participant === me.participant);
    return has(state.floor.holders) ? 'floor' : has(state.floor.queue) ? 'up' : 'down';
  }

  async #toggleHand() {
    if (this.#isAsking) return;
    this.#isAsking = true;
    await this.#context.commands.quietly(this.#handState() === 'down' ? 'floor.request' : 'floor.release');
    this.#isAsking = false;
  }

  #toggleChat() {
    this.#panel.toggle('chat', this.#chat);
    if (this.#panel.current === 'chat') this.element.dispatchEvent(new Event('chat-opened'));
  }

  #showKeys() {
    openKeys(this.#shortcuts.isOn, (isOn) => this.#shortcuts.set(isOn));
  }
}

/**
 * @param {string} picture
 * @param {string} text
 * @param {string} [extra]
 * @returns {Control}
 */
function control(picture, text, extra = '') {
  const parts = {
    picture: icon(picture),
    text: h('span', { class: 'control__text' }, text),
    count: h('span', { class: 'count number', 'aria-hidden': 'true', hidden: true }),
  };
  const button = h('button', { type: 'button', class: `control ${extra}`.trim(), 'aria-label': text },
    parts.picture, parts.text, parts.count);
  return Object.assign(button, parts);
}

/**
 * @param {Control} button
 * @param {number} count
 */
function showCount({ count: element }, count) {
  element.hidden = count === 0;
  element.textContent = count > 99 ? '99+' : String(count);
}

/** @param {HTMLElement} button */
function labelOf(button) {
  return button.getAttribute('aria-label') ?? '';
}

/**
 * @param {HTMLElement} button
 * @param {string} label
 */
function name(button, label) {
  if (button.getAttribute('aria-label') === label) return;
  button.setAttribute('aria-label', label);
  button.title = label;
}
