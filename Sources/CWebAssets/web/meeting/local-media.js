// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// This page's own microphone and camera in a meeting: what others are told of them, and orders to be silent.
//
// An order turns the microphone off at once and tells the server so, which is how the operator learns that it was
// followed. Turning it on again is offered only while no order is in the way.

import { on } from '../dom.js';
import { t } from '../i18n/index.js';
import { rememberDevices } from '../media/kept-devices.js';
import { isHidden, mayUnmuteSelf, orderedMute } from '../room/permissions.js';
import { openDeviceHelp } from '../screens/device-help.js';

/** @typedef {import('./context.js').Session} Session */
/** @typedef {import('./context.js').RoomModel} RoomModel */
/** @typedef {import('./context.js').MediaPlane} MediaPlane */
/** @typedef {import('./context.js').Capture} Capture */
/** @typedef {import('./notices.js').Notices} Notices */
/** @typedef {import('../room/types.js').Push} Push */

/** Tells by the event `change` of anything that the controls show. */
export class LocalMedia extends EventTarget {
  #session;
  #model;
  #media;
  #capture;
  #notices;
  /**
   * The order that was obeyed last.
   * @type {'none' | 'all' | 'single'}
   */
  #obeyed = 'none';
  /** What the server was told last on this seat. */
  #reported = '';
  #isReporting = false;
  #isOver = false;
  /** Somebody has pressed a button, and hears there what comes of it. */
  #opening = 0;

  /**
   * @param {{session: Session, model: RoomModel, media: MediaPlane, capture: Capture, notices: Notices}} parts
   * @param {AbortSignal} signal
   */
  constructor({ session, model, media, capture, notices }, signal) {
    super();
    this.#session = session;
    this.#model = model;
    this.#media = media;
    this.#capture = capture;
    this.#notices = notices;
    on(capture, 'change', () => this.#changed(), { signal });
    on(model, 'fact', (/** @type {CustomEvent<{push: Push}>} */ event) => this.#hear(event.detail.push), { signal });
    on(model, 'room', () => this.#obey(), { signal });
    on(media, 'remotes', () => this.dispatchEvent(new Event('change')), { signal });
    on(session, 'rejoined', () => this.#comeBack(), { signal });
    on(session, 'statechange', () => this.#comeBack(), { signal });
    signal.addEventListener('abort', () => {
      this.#isOver = true;
    }, { once: true });
  }

  /** Sends what is on, after the orders that hold already. */
  start() {
    if (!this.isCarried) this.#switchOff();
    this.#obey();
    this.#changed();
    this.#media.start();
  }

  get microphone() {
    return this.#capture.microphone;
  }

  get camera() {
    return this.#capture.camera;
  }

  /** Whether sound and picture reach anybody. */
  get isCarried() {
    return this.#media.reason === null;
  }

  /** Whether a device is being opened because somebody pressed a button. */
  get isOpening() {
    return this.#opening > 0;
  }

  get mayUnmute() {
    return mayUnmuteSelf(this.#model.state, this.#model.me);
  }

  get mayShow() {
    return !isHidden(this.#model.state, this.#model.me.participant);
  }

  async toggleMicrophone() {
    if (!this.microphone && !this.#mayTurnOn(this.mayUnmute, 'meeting.cannotUnmute')) return;
    await this.#opened(this.#capture.setMicrophone(!this.microphone));
    // An order may have come while the device was being opened.
    if (this.microphone && !this.mayUnmute) void this.#capture.setMicrophone(false);
    this.#complain('microphone');
  }

  async toggleCamera() {
    if (!this.camera && !this.#mayTurnOn(this.mayShow, 'meeting.cannotUnhide')) return;
    await this.#opened(this.#capture.setCamera(!this.camera));
    if (this.camera && !this.mayShow) void this.#capture.setCamera(false);
    this.#complain('camera');
  }

  /** @param {Promise<void>} opening */
  async #opened(opening) {
    this.#opening += 1;
    await opening;
    this.#opening -= 1;
  }

  /**
   * @param {boolean} isAllowed
   * @param {string} why A text key: why it is not.
   */
  #mayTurnOn(isAllowed, why) {
    if (this.isCarried && isAllowed) return true;
    const title = t(this.isCarried ? why : 'meeting.cannotShow');
    this.#notices.show({ title, tone: 'warning', key: 'order' });
    return false;
  }

  /** @param {'microphone' | 'camera'} kind */
  #complain(kind) {
    const error = this.#capture.errors[kind];
    if (!error || this.#isOver) return;
    const retry = () => void (kind === 'camera' ? this.toggleCamera() : this.toggleMicrophone());
    this.#notices.show({
      title: t(`meeting.device.${error}`, { devices: t(`prejoin.the.${kind}`) }), tone: 'danger', key: `device-${kind}`,
      action: { label: t('help.how'), run: () => openDeviceHelp(error, [kind], retry) },
    });
  }

  #changed() {
    if (this.microphone && !this.mayUnmute) {
      void this.#capture.setMicrophone(false);  // Which tells of a change again.
      return;
    }
    if (this.camera && !this.mayShow) {
      void this.#capture.setCamera(false);
      return;
    }
    rememberDevices(this.#model.room, this);
    this.#media.setTracks(this.#capture.stream);
    void this.#report();
    this.dispatchEvent(new Event('change'));
  }

  #switchOff() {
    void this.#capture.setMicrophone(false);
    void this.#capture.setCamera(false);
  }

  // MARK: Orders

  /**
   * An order that was given again is news, although the room's state is what it was: whoever unmuted is to be silent.
   * @param {Push} push
   */
  #hear({ method, params }) {
    if (method === 'participant.hidden' && params.participant === this.#model.me.participant) this.#hide();
    const isForMe = method === 'room.muted'
      || (method === 'participant.muted' && params.participant === this.#model.me.participant);
    if (!isForMe) return;
    this.#obeyed = orderedMute(this.#model.state, this.#model.me.participant);
    if (this.#obeyed !== 'none') this.#silence();
  }

  /** An order that nobody told of: it held before this page came, or an exception from it is gone. */
  #obey() {
    if (this.camera && !this.mayShow) this.#hide();
    const before = this.#obeyed;
    this.#obeyed = orderedMute(this.#model.state, this.#model.me.participant);
    if (before === 'none' && this.#obeyed !== 'none') {
      const wasOn = this.microphone;
      this.#silence();  // Also takes back a wish whose device is still being opened.
      const title = t(this.mayUnmute ? 'meeting.told.orderSoft' : 'meeting.told.order');
      if (wasOn) this.#notices.show({ title, tone: 'warning', key: 'order' });
    }
    this.dispatchEvent(new Event('change'));
  }

  #hide() {
    void this.#capture.setCamera(false);
    // Also when it was off: whoever gave the order waits for the word.
    void this.#report();
  }

  #silence() {
    void this.#capture.setMicrophone(false);
    // Also when it was off: whoever gave the order waits for the word.
    void this.#report();
  }

  // MARK: Telling the server

  /** A new seat knows nothing of the devices, and a server that was restarted has forgotten them. */
  #comeBack() {
    if (this.#session.state !== 'ready') return;
    this.#reported = '';
    if (!this.isCarried) this.#switchOff();
    if (this.microphone && !this.mayUnmute) this.#silence();
    if (this.camera && !this.mayShow) this.#hide();
    void this.#report();
    this.dispatchEvent(new Event('change'));
  }

  /** One report at a time, and the last one says how it is. */
  async #report() {
    if (this.#isReporting || this.#isOver) return;
    this.#isReporting = true;
    try {
      while (!this.#isOver && this.#reported !== this.#devices()) {
        const told = this.#devices();
        const [microphone, camera] = told.split(' ');
        await this.#session.request('media.report', { room: this.#model.room, microphone, camera });
        this.#reported = told;
      }
    } catch {
      // The next change, or the connection's return, tells it again.
    } finally {
      this.#isReporting = false;
    }
  }

  #devices() {
    return `${this.microphone ? 'on' : 'off'} ${this.camera ? 'on' : 'off'}`;
  }
}
