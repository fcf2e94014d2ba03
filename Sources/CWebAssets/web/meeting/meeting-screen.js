// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The meeting: builds its parts around one context, and ends them all at once.

import { focusHeading, h, keepIcons, on } from '../dom.js';
import { errorText, t } from '../i18n/index.js';
import { isOperator } from '../room/permissions.js';
import { Banner } from './banner.js';
import { Chat } from './chat.js';
import { watchComeback } from './comeback.js';
import { Commands } from './commands.js';
import { ControlBar } from './control-bar.js';
import { DeviceWatch } from './device-watch.js';
import { Hands } from './hands.js';
import { Header } from './header.js';
import { LobbyWatch } from './lobby-watch.js';
import { LocalMedia } from './local-media.js';
import { closeMenu } from './menu.js';
import { nameOf } from './names.js';
import { Notices } from './notices.js';
import { Panel } from './panel.js';
import { Roster } from './roster.js';
import { ScreenShare } from './screen-share.js';
import { Strip } from './strip.js';
import { Tiles } from './tiles.js';
import { tellFacts } from './told.js';
import { View } from './view.js';
import { keepAwake } from './wake-lock.js';

/** @typedef {import('./context.js').MeetingContext} MeetingContext */
/** @typedef {import('./context.js').Session} Session */
/** @typedef {import('./context.js').Capture} Capture */
/** @typedef {import('./context.js').MediaPlane} MediaPlane */

/** Wide enough for the panel beside the stage. */
const deskQuery = '(min-width: 64rem)';

/** `<plenary-meeting>`. Says by the event `left`, detail `{reason, error}`, that it is over. */
export class MeetingScreen extends HTMLElement {
  /** @type {AbortController | null} */
  #life = null;
  /** @type {MeetingContext | null} */
  #context = null;

  /**
   * Shows the room that the session has joined.
   * @param {{session: Session, capture: Capture, media: MediaPlane, name?: string}} parts `name` is one's own.
   */
  start({ session, capture, media, name }) {
    const { model } = session;
    if (!model) throw new Error('the session is in no room');
    this.#end();
    this.#life = new AbortController();
    const { signal } = this.#life;
    const notices = new Notices();
    const commands = new Commands(session, model, notices, signal);
    const local = new LocalMedia({ session, model, media, capture, notices }, signal);
    const share = new ScreenShare({ media, model, notices }, signal);
    const view = new View();
    const context = { session, model, media, capture, local, share, view, notices, commands, signal };
    this.#context = context;
    this.classList.add('dark', 'meeting');
    this.#build(context, name || nameOf(model, model.me.participant));
    this.#watchTheEnd(context);
    tellFacts(context);
    this.#followSaving(context);
    local.start();
    keepAwake(signal);
    watchComeback({ capture, notices, root: this }, signal);
    new DeviceWatch({ capture, local, notices }, signal);
    focusHeading(this);
    void keepIcons();
  }

  disconnectedCallback() {
    this.#end();
  }

  /**
   * @param {MeetingContext} context
   * @param {string} ownName
   */
  #build(context, ownName) {
    const { session, notices, signal } = context;
    const roster = new Roster(context);
    const chat = new Chat(context);
    const hands = new Hands(context);
    const panel = new Panel([
      {
        name: 'participants', label: t('meeting.participants'), element: roster.element,
        shown: (isShown) => isShown && roster.shown(),
      },
      { name: 'chat', label: t('meeting.chat'), element: chat.element, shown: (isShown) => chat.setShown(isShown) },
      { name: 'hands', label: t('meeting.hands'), element: hands.element },
    ]);
    const tiles = new Tiles(context, ownName);
    const controls = new ControlBar(context, { panel, tiles, leave: () => void this.#leave() });
    on(controls.element, 'chat-opened', () => chat.focus());
    chat.unreadChanged = () => {
      controls.setUnread(chat.unread);
      panel.setCount('chat', chat.unread, t('meeting.chatUnread', { count: chat.unread }));
    };
    const stage = h('main', { class: 'stage', 'aria-label': t('meeting.stage') },
      new Strip(context).element, tiles.element);
    this.replaceChildren(new Header(context).element, new Banner(session, signal).element,
      stage, panel.element, notices.element, controls.element);
    this.#followHands(context, panel);
    this.#followLobby(context, { panel, controls, roster });
    if (matchMedia(deskQuery).matches) panel.open('participants', controls.participants);
  }

  /**
   * @param {MeetingContext} context
   * @param {Panel} panel
   */
  #followHands({ model, signal }, panel) {
    const update = () => {
      const { length } = model.state.floor.queue;
      panel.offer('hands', isOperator(model.me.role));
      panel.setCount('hands', length, t('meeting.handsWaiting', { count: length }));
    };
    on(model, 'room', update, { signal });
    update();
  }

  /**
   * @param {MeetingContext} context
   * @param {{panel: Panel, controls: ControlBar, roster: Roster}} parts
   */
  #followLobby(context, { panel, controls, roster }) {
    const { model, signal } = context;
    on(model, 'lobby', () => {
      const count = model.lobby?.waiting ?? 0;
      controls.setWaiting(count);
      panel.setCount('participants', count, t('meeting.participantsWaiting', { count }));
    }, { signal });
    new LobbyWatch(context, () => {
      panel.open('participants', controls.participants);
      roster.focusLobby();
    });
  }

  /**
   * Who listens only, to save data, sends no picture either; the camera may be turned on again.
   * @param {MeetingContext} context
   */
  #followSaving({ view, media, local, signal }) {
    let before = 'off';
    const update = () => {
      const { saving } = view;
      if (saving === before) return;
      before = saving;
      media.setSaving(saving);
      if (saving === 'audio' && local.camera) void local.toggleCamera();
    };
    on(view, 'change', update, { signal });
    update();
  }

  // MARK: The end

  /** @param {MeetingContext} context */
  #watchTheEnd({ session, model, signal }) {
    on(model, 'ended', () => this.#over('ended'), { signal });
    on(model, 'kicked', () => this.#over('kicked'), { signal });
    on(session, 'left', (event) => this.#over(event.detail?.reason ?? 'left', event.detail?.error), { signal });
    on(session, 'ended', () => this.#over(session.closeReason?.name ?? 'lost'), { signal });
  }

  async #leave() {
    const session = this.#context?.session;
    this.#over('left');
    await session?.leave().catch((error) => console.warn(errorText(error)));
  }

  /**
   * @param {string} reason
   * @param {unknown} [error]
   */
  #over(reason, error) {
    if (!this.#context) return;
    this.#end();
    this.dispatchEvent(new CustomEvent('left', { detail: { reason, error } }));
  }

  #end() {
    const context = this.#context;
    if (!context) return;
    this.#context = null;
    this.#life?.abort();
    closeMenu();
    for (const dialog of document.querySelectorAll('dialog.meeting-dialog')) {
      /** @type {HTMLDialogElement} */ (dialog).close();
    }
    context.notices.clear();
    context.media.stop();
    context.capture.close();
  }
}

customElements.define('plenary-meeting', MeetingScreen);
