// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Composition root and router: the only place that knows all parts. One screen is shown at a time:
//
//   sign-in ── signed in ──> home `/` or pre-join `/r/NUMBER` ── joined ──> meeting ── left ──> message
//   guest `/g#CODE` ── name and PIN ──> pre-join ── let in ──> meeting ── left ──> message
//
// Who somebody is hangs on the address: at `/g` the guest of this tab, elsewhere the account of this browser. The code
// of an invitation is taken out of the address at once.
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
import { GuestAuth } from './net/guest-auth.js';
import { Session } from './net/session.js';
import { GuestScreen } from './screens/guest.js';
import { HomeScreen } from './screens/home.js';
import { MessageScreen } from './screens/message.js';
import { PrejoinScreen } from './screens/prejoin.js';
import { forgetRoom, guestPath, rememberRoom, roomPath, route } from './screens/rooms.js';
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
 *   start(parts: {session: Session, capture: Capture, media: MediaPlane, name?: string}): void,
 * }} Meeting
 */

class App {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.auth = new Auth();
    this.guests = new GuestAuth();
    /** @type {Session | null} */
    this.session = null;
    /** Whose session it is. */
    this.isGuestSession = false;
    /** @type {Capture | null} */
    this.capture = null;
    /**
     * The meeting that goes on.
     * @type {{element: Meeting, media: MediaPlane, room: string, title: string, path: string} | null}
     */
    this.meeting = null;
    /** The first screen leaves the focus where the browser puts it. */
    this.isFirst = true;
    /** While this page asks who is signed in, or signs out, a change of the account is no news. */
    this.isAsking = false;
    /** Whether it was found out who is signed in. */
    this.isRestored = false;
    /** The page goes away, which ends its meeting without anybody having left it. */
    this.isGoing = false;
    /** Tells the other tabs of this browser that the account has signed out. */
    this.tabs = new BroadcastChannel('plenary');
  }

  async start() {
    applyLanguage();
    applyLargePrint();
    this.takeInvitation();
    on(window, 'popstate', () => this.wentBack());
    on(window, 'pagehide', (event) => {
      this.isGoing = !event.persisted;
      if (this.isGoing) this.session?.bye();
    });
    on(this.auth, 'changed', () => this.accountChanged());
    on(this.guests, 'changed', () => this.guestChanged());
    on(this.tabs, 'message', (event) => {
      if (event.data === 'signed-out') this.signedOutElsewhere();
    });
    on(i18n, 'languagechange', () => this.nameMeeting());
    on(this.root, 'navigate', (event) => this.navigate(event.detail.path));
    on(this.root, 'sign-out', () => void this.signOut());
    on(this.root, 'signed-in', () => this.showRoute());
    on(this.root, 'guest-entered', () => this.showRoute());
    on(this.root, 'turned-away', (event) => this.showMessage('turnedAway', event.detail));
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
    if (this.isGuest) {
      this.showRoute();
      return;
    }
    fill(this.root, h('main', { class: 'opening' }, h('p', { role: 'status' }, t('app.loading'))));
    this.isAsking = true;
    try {
      await this.auth.restore();
      this.isRestored = true;
      this.showRoute(reason);
    } catch {
      this.showMessage('offline');
    }
    this.isAsking = false;
  }

  /** @param {string} path */
  navigate(path) {
    if (path !== location.pathname) history.pushState(null, '', path);
    this.goOn();
  }

  /** Shows what the address names; who came as a guest may be signed in all the same. */
  goOn() {
    if (this.isGuest || this.isRestored) this.showRoute();
    else void this.restore();
  }

  /** @param {string | null} [reason] Why somebody has to sign in, if that is news: a text key. */
  showRoute(reason = null) {
    const place = route(location.pathname);
    if (place.name === 'unknown') {
      this.showMessage('notFound');
    } else if (place.name === 'trust') {
      if (offeredFingerprint() === null) this.showMessage('notFound');
      else this.show(new TrustScreen());
    } else if (place.name === 'guest') {
      this.showGuest();
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
      this.showPrejoin(place.room);
    }
  }

  /** @param {string} room */
  showPrejoin(room) {
    const screen = new PrejoinScreen();
    screen.session = this.openSession();
    screen.capture = this.capture ?? new Capture();
    this.capture = screen.capture;
    screen.room = room;
    screen.isGuest = this.isGuest;
    this.show(screen);
  }

  /** @param {Screen} screen */
  show(screen) {
    if (!(screen instanceof PrejoinScreen)) this.closeCapture();
    // A dialog of the screen before would keep this one out of reach.
    for (const dialog of document.querySelectorAll('dialog[open]')) {
      if (dialog instanceof HTMLDialogElement) dialog.close();
    }
    screen.auth = this.isGuest ? null : this.auth;
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
    screen.isGuest = this.isGuest;
    this.show(screen);
  }

  /** One session for as long as somebody is who they are; it connects when it is first asked something. */
  openSession() {
    if (this.isGuestSession !== this.isGuest) this.closeSession();
    this.isGuestSession = this.isGuest;
    if (!this.session) {
      const url = new URL('/ws', location.href);
      url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
      this.session = new Session({ url: url.href, auth: this.isGuest ? this.guests : this.auth });
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
    this.meeting = { element, media, room, title, path: this.isGuest ? guestPath : roomPath(room) };
    const participant = this.participant;
    if (participant) rememberRoom(participant, { room, title, at: Date.now() });
    on(element, 'left', ({ detail }) => this.meetingLeft(element, detail?.reason, detail?.error), { once: true });
    fill(this.root, element);
    this.nameMeeting();
    element.start({ session, capture, media, name: this.isGuest ? this.guests.guest?.name : this.auth.account?.name });
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
    const { participant } = this;
    if (participant && (kind === 'ended' || kind === 'kicked')) forgetRoom(participant, room);
    if (kind === 'revoked' || kind === 'signedOut') this.closeSession();
    if (this.isGuest && kind === 'revoked') {
      if (this.guests.guest) this.guests.forget();
      else this.showGuest('guest.expired');
      return;
    }
    this.showMessage(kind, { room, title }, error ?? null);
  }

  /** Going back would end a call by a slip of the thumb: the page stays and asks. */
  wentBack() {
    document.querySelectorAll('dialog[open]').forEach((each) => /** @type {HTMLDialogElement} */ (each).close());
    this.takeInvitation();
    if (!this.meeting) {
      this.goOn();
      return;
    }
    const { element, path } = this.meeting;
    history.pushState(null, '', path);
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

  // MARK: Guests

  /** Whether this page is a guest's. */
  get isGuest() {
    return route(location.pathname).name === 'guest';
  }

  /** Who is remembered to have been in a room: guests are not. */
  get participant() {
    return this.isGuest ? undefined : this.auth.account?.participant;
  }

  /** The code of an invitation is a secret: it does not stay where others may look, or in the history. */
  takeInvitation() {
    if (!this.isGuest) return;
    this.guests.open(location.hash);
    if (location.hash !== '') history.replaceState(null, '', guestPath);
  }

  /** @param {string | null} [reason] Why name and PIN are asked for again: a text key. */
  showGuest(reason = null) {
    const { guest } = this.guests;
    if (guest) {
      this.showPrejoin(guest.room);
      return;
    }
    this.closeSession();
    const screen = new GuestScreen();
    screen.guests = this.guests;
    screen.reason = reason;
    this.show(screen);
  }

  /** The guest's time is over. Becoming one, the screen tells of. */
  guestChanged() {
    if (!this.isGuest || this.meeting || this.guests.guest) return;
    this.showGuest('guest.expired');
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
    if (this.isFirst || !this.auth.account || this.isGuest) return;
    if (this.meeting) {
      this.meetingLeft(this.meeting.element, 'signedOut');
    } else {
      this.closeSession();
      void this.restore('signIn.signedOut');
    }
  }

  /** The sign-in has run out. A meeting hears of that from its session. */
  accountChanged() {
    if (this.auth.account || this.isAsking || this.meeting || this.isFirst || this.isGuest) return;
    const shown = this.root.firstElementChild;
    if (shown instanceof SignInScreen || shown instanceof MessageScreen) return;
    this.closeSession();
    this.showRoute('signIn.expired');
  }
}

const root = document.getElementById('app');
// supported.js may have taken the page.
if (root && !document.documentElement.hasAttribute('data-kept-out')) void new App(root).start();
