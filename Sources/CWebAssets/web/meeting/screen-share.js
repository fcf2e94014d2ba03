// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// This page's own shared screen: chosen in the browser's own dialog, and ended there too. Whoever is not to be seen
// shares none: the order against the camera holds for it as well.

import { on } from '../dom.js';
import { t } from '../i18n/index.js';
import { isHidden } from '../room/permissions.js';

/** @typedef {import('./context.js').MediaPlane} MediaPlane */
/** @typedef {import('./notices.js').Notices} Notices */
/** @typedef {import('../room/room-model.js').RoomModel} RoomModel */

/** Whether this device can share a screen; phones cannot, whatever their browsers say. */
export function canShare() {
  const isPhone = matchMedia('(hover: none) and (pointer: coarse)').matches;
  return typeof navigator.mediaDevices?.getDisplayMedia === 'function' && !isPhone;
}

/** Tells by the event `change` that `isSharing` is another. */
export class ScreenShare extends EventTarget {
  #media;
  #model;
  #notices;
  #signal;
  /** @type {MediaStream | null} */
  #stream = null;
  #isAsking = false;

  /**
   * @param {{media: MediaPlane, model: RoomModel, notices: Notices}} parts
   * @param {AbortSignal} signal
   */
  constructor({ media, model, notices }, signal) {
    super();
    this.#media = media;
    this.#model = model;
    this.#notices = notices;
    this.#signal = signal;
    signal.addEventListener('abort', () => this.stop(), { once: true });
    on(model, 'room', () => {
      if (!this.mayShare) this.stop();
    }, { signal });
  }

  get isSharing() {
    return this.#stream !== null;
  }

  get mayShare() {
    return this.#media.reason === null && !isHidden(this.#model.state, this.#model.me.participant);
  }

  async toggle() {
    if (this.#stream) this.stop();
    else if (this.mayShare) await this.#start();
    else this.#explain();
  }

  #explain() {
    const title = t(this.#media.reason === null ? 'meeting.cannotUnhide' : 'meeting.cannotShow');
    this.#notices.show({ title, tone: 'warning', key: 'order' });
  }

  stop() {
    const stream = this.#stream;
    if (!stream) return;
    this.#stream = null;
    for (const track of stream.getTracks()) track.stop();
    this.#media.setScreen(null);
    this.dispatchEvent(new Event('change'));
  }

  async #start() {
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia({
        video: { width: { max: 1920 }, height: { max: 1080 }, frameRate: { max: 15 } }, audio: true,
      });
      this.#begin(stream);
    } catch (error) {
      // Whoever closed the dialog knows.
      const isRefused = error instanceof Error && error.name === 'NotAllowedError';
      if (!isRefused) this.#notices.show({ title: t('meeting.shareFailed'), tone: 'danger', key: 'share' });
    }
    this.#isAsking = false;
  }

  /** @param {MediaStream} stream */
  #begin(stream) {
    const picture = stream.getVideoTracks()[0];
    if (this.#signal.aborted || !picture || !this.mayShare) {
      for (const track of stream.getTracks()) track.stop();
      return;
    }
    picture.contentHint = 'detail'; // Text is to stay sharp; motion may wait.
    picture.addEventListener('ended', () => this.stop(), { once: true });
    this.#stream = stream;
    this.#media.setScreen(stream);
    this.dispatchEvent(new Event('change'));
  }
}
