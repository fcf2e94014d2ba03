// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Composition root and router: the only place that knows all parts. One screen is shown at a time:
//
//   sign-in ── signed in ──> home `/` or pre-join `/r/NUMBER` ── joined ──> meeting ── left ──> message
//
// `/trust` needs nobody to be signed in, and exists only under a development certificate.
//
// The meeting keeps the address of its pre-join page, so a reload comes back to that.

import { fill, focusHeading, h, on, openDialog } from './dom.js';
import { applyLanguage, i18n, t } from './i18n/index.js';
import { applyLargePrint } from './large-print.js';
import { Capture } from './media/capture.js';
import { forgetDevices } from './media/kept-devices.js';
import { MovingPlane } from './media/moving-plane.js';
import { Auth } from './net/auth.js';
import { Session } from './net/session.js';
import { HomeScreen } from './screens/home.js';
import { MessageScreen } from './screens/message.js';
import { PrejoinScreen } from './screens/prejoin.js';
import { forgetRoom, rememberRoom, route } from './screens/rooms.js';
import { SignInScreen } from './screens/sign-in.js';
import { TrustScreen } from './screens/trust.js';
import { offeredFingerprint } from './screens/trust-check.js';
import { messageAfter } from './screens/endings.js';
import './meeting/meeting-screen.js';

/** @typedef {import('./screens/screen.js').Screen} Screen */
/** @typedef {import('./screens/message.js').MessageKind} MessageKind */
/** @typedef {import('./media/media-plane.js').MediaPlane} MediaPlane */

/**
 * The element of a meeting (meeting/meeting-screen.js).
 * @typedef {HTMLElement & {
 *   start(parts: {session: Session, capture: Capture, media: MediaPlane, auth: Auth}): void,
 * }} Meeting
 */

class App {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.auth = new Auth();
    /** @type {Session | null} */
    this.session = null;
    /** @type {Capture | null} */
    this.capture = null;
    /**
     * The meeting that goes on.
     * @type {{element: Meeting, media: MediaPlane, room: string, title: string} | null}
     */
    this.meeting = null;
    /** The first screen leaves the focus where the browser puts it. */
    this.isFirst = true;
    /** While this page asks who is signed in, or signs out, a change of the account is no news. */
    this.isAsking = false;
    /** The page goes away, which ends its meeting without anybody having left it. */
    this.isGoing = false;
    /** Tells the other tabs of this browser that the account has signed out. */
    this.tabs = new BroadcastChannel('plenary');
  }

  async start() {
    applyLanguage();
    applyLargePrint();
    on(window, 'popstate', () => this.wentBack());
    on(window, 'pagehide', (event) => {
      this.isGoing = !event.persisted;
      if (this.isGoing) this.session?.bye();
    });
    on(this.auth, 'changed', () => this.accountChanged());
    on(this.tabs, 'message', (event) => {
      if (event.data === 'signed-out') this.signedOutElsewhere();
    });
    on(i18n, 'languagechange', () => this.nameMeeting());
    on(this.root, 'navigate', (event) => this.navigate(event.detail.path));
    on(this.root, 'sign-out', () => void this.signOut());
    on(this.root, 'signed-in', () => this.showRoute());
    on(this.root, 'sign-in', () => void this.restore());
    on(this.root, 'retry', () => void this.restore());
    on(this.root, 'joined', (event) => this.showMeeting(event.detail));
    await this.restore();
  }

  /**
   * Finds out who is signed in, and shows what the address names.
   * @param {string | null} [reason] Why somebody may have to sign in: a text key.
   */
  async restore(reason = null) {
    fill(this.root, h('main', { class: 'opening' }, h('p', { role: 'status' }, t('app.loading'))));
    this.isAsking = true;
    try {
      await this.auth.restore();
      this.showRoute(reason);
    } catch {
      this.showMessage('offline');
    }
    this.isAsking = false;
  }

  /** @param {string} path */
  navigate(path) {
    if (path !== location.pathname) history.pushState(null, '', path);
    this.showRoute();
  }

  /** @param {string | null} [reason] Why somebody has to sign in, if that is news: a text key. */
  showRoute(reason = null) {
    const place = route(location.pathname);
    if (place.name === 'unknown') {
      this.showMessage('notFound');
    } else if (place.name === 'trust') {
      if (offeredFingerprint() === null) this.showMessage('notFound');
      else this.show(new TrustScreen());
    } else if (!this.auth.account) {
      const screen = new SignInScreen();
      screen.room = place.name === 'room' ? place.room : null;
      screen.reason = reason;
      this.show(screen);
    } else if (place.name === 'home') {
      const screen = new HomeScreen();
      screen.session = this.openSession();
      this.show(screen);
    } else {
      const screen = new PrejoinScreen();
      screen.session = this.openSession();
      screen.capture = this.capture ?? new Capture();
      this.capture = screen.capture;
      screen.room = place.room;
      this.show(screen);
    }
  }

  /** @param {Screen} screen */
  show(screen) {
    if (!(screen instanceof PrejoinScreen)) this.closeCapture();
    // A dialog of the screen before would keep this one out of reach.
    for (const dialog of document.querySelectorAll('dialog[open]')) {
      if (dialog instanceof HTMLDialogElement) dialog.close();
    }
    screen.auth = this.auth;
    fill(this.root, screen);
    screen.updateTitle();
    window.scrollTo(0, 0);
    if (!this.isFirst) screen.takeFocus();
    this.isFirst = false;
  }

  /**
   * @param {MessageKind} kind
   * @param {{room: string, title: string} | null} [room]
   * @param {{code?: string} | null} [error]
   */
  showMessage(kind, room = null, error = null) {
    const screen = new MessageScreen();
    screen.kind = kind;
    screen.error = error;
    screen.room = room?.room ?? null;
    screen.roomTitle = room?.title ?? '';
    this.show(screen);
  }

  /** One session for as long as somebody is signed in; it connects when it is first asked something. */
  openSession() {
    if (!this.session) {
      const url = new URL('/ws', location.href);
      url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
      this.session = new Session({ url: url.href, auth: this.auth });
    }
    return this.session;
  }

  closeSession() {
    this.session?.bye();
    this.session = null;
  }

  closeCapture() {
    this.capture?.close();
    this.capture = null;
  }

  // MARK: The meeting

  /** @param {{room: string}} joined */
  showMeeting({ room }) {
    const session = this.openSession();
    const capture = this.capture ?? new Capture();
    this.capture = capture;
    const media = new MovingPlane({ session });
    const title = session.model?.state.title ?? '';
    const element = /** @type {Meeting} */ (h('plenary-meeting'));
    this.meeting = { element, media, room, title };
    const participant = this.auth.account?.participant;
    if (participant) rememberRoom(participant, { room, title, at: Date.now() });
    on(element, 'left', ({ detail }) => this.meetingLeft(element, detail?.reason, detail?.error), { once: true });
    fill(this.root, element);
    this.nameMeeting();
    element.start({ session, capture, media, auth: this.auth });
    focusHeading(element);
  }

  nameMeeting() {
    if (this.meeting) document.title = `${this.meeting.title} · ${t('app.name')}`;
  }

  /**
   * @param {Meeting} element
   * @param {string} reason
   * @param {{code?: string}} [error] Why the room could not be joined again.
   */
  meetingLeft(element, reason, error) {
    if (this.meeting?.element !== element) return;
    const { media, room, title } = this.meeting;
    this.meeting = null;
    media.stop();
    if (!this.isGoing) forgetDevices();
    const kind = messageAfter(error?.code ?? reason, this.session?.closeReason ?? null);
    const participant = this.auth.account?.participant;
    if (participant && (kind === 'ended' || kind === 'kicked')) forgetRoom(participant, room);
    if (kind === 'revoked' || kind === 'signedOut') this.closeSession();
    this.showMessage(kind, { room, title }, error ?? null);
  }

  /** Going back would end a call by a slip of the thumb: the page stays and asks. */
  wentBack() {
    document.querySelectorAll('dialog[open]').forEach((each) => /** @type {HTMLDialogElement} */ (each).close());
    if (!this.meeting) {
      this.showRoute();
      return;
    }
    const { element, room } = this.meeting;
    history.pushState(null, '', `/r/${room}`);
    const leave = h('button', { type: 'button', class: 'button button--danger' }, t('app.leave'));
    const stay = h('button', { type: 'button', class: 'button' }, t('app.stay'));
    const dialog = openDialog({
      title: t('app.leaveQuestion'), closeLabel: t('app.close'), content: h('p', null, t('app.leaveExplained')),
      actions: [stay, leave],
    });
    on(stay, 'click', () => dialog.close());
    on(leave, 'click', () => {
      dialog.close();
      if (this.meeting?.element !== element) return;
      void this.session?.leave().catch(() => {});
      this.meetingLeft(element, 'left');
    });
  }

  // MARK: The account

  async signOut() {
    this.isAsking = true;
    this.closeSession();
    let told = 'signIn.signedOut';
    try {
      await this.auth.signOut();
      this.tabs.postMessage('signed-out');
    } catch {
      told = 'signIn.signOutFailed';  // The cookie lives on; only this page has forgotten who it was.
    }
    this.isAsking = false;
    history.replaceState(null, '', '/');
    this.showRoute(told);
  }

  signedOutElsewhere() {
    if (this.isFirst || !this.auth.account) return;
    if (this.meeting) {
      this.meetingLeft(this.meeting.element, 'signedOut');
    } else {
      this.closeSession();
      void this.restore('signIn.signedOut');
    }
  }

  /** The sign-in has run out. A meeting hears of that from its session. */
  accountChanged() {
    if (this.auth.account || this.isAsking || this.meeting || this.isFirst) return;
    const shown = this.root.firstElementChild;
    if (shown instanceof SignInScreen || shown instanceof MessageScreen) return;
    this.closeSession();
    this.showRoute('signIn.expired');
  }
}

const root = document.getElementById('app');
// supported.js may have taken the page.
if (root && !document.documentElement.hasAttribute('data-kept-out')) void new App(root).start();
