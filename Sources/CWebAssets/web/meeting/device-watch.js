// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What happens to camera and microphone during a meeting without anybody pressing anything: a permission is given or
// taken back, a device is plugged in, a phone call holds the microphone. It is said in words, with the way out; nothing
// is turned on by itself.

import { on } from '../dom.js';
import { t } from '../i18n/index.js';
import { hasDevice, ondevicechange } from '../media/devices.js';
import { watchPermission } from '../media/permission.js';
import { openDeviceHelp } from '../screens/device-help.js';

/** @typedef {import('./context.js').Capture} Capture */
/** @typedef {import('./local-media.js').LocalMedia} LocalMedia */
/** @typedef {import('./notices.js').Notices} Notices */
/** @typedef {import('./notices.js').NoticeHandle} NoticeHandle */
/** @typedef {import('../media/capture.js').CaptureError} CaptureError */
/** @typedef {'microphone' | 'camera'} Kind */

/** @type {readonly Kind[]} */
const kinds = ['microphone', 'camera'];
/** Tracks are mute for a moment when they begin. */
const heldAfterMs = 1_500;
/** Why a device is gone is known a moment after it is: two notices would be read out one after the other. */
const lossAfterMs = 300;

export class DeviceWatch {
  #capture;
  #local;
  #notices;
  /**
   * What was wrong when it was last looked at.
   * @type {Record<Kind, CaptureError | null>}
   */
  #seen;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #heldTimer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #lossTimer;
  /** @type {NoticeHandle | null} */
  #held = null;

  /**
   * @param {{capture: Capture, local: LocalMedia, notices: Notices}} parts
   * @param {AbortSignal} signal
   */
  constructor({ capture, local, notices }, signal) {
    this.#capture = capture;
    this.#local = local;
    this.#notices = notices;
    this.#seen = { ...capture.errors };
    on(capture, 'change', () => this.#changed(), { signal });
    on(signal, 'abort', ondevicechange(() => void this.#devicesChanged()));
    on(signal, 'abort', () => [this.#heldTimer, this.#lossTimer].forEach((timer) => clearTimeout(timer)));
    for (const kind of kinds) void watchPermission(kind, (state) => this.#permissionChanged(kind, state), signal);
  }

  #changed() {
    clearTimeout(this.#lossTimer);
    // What did not open after a press is said where the press is handled.
    if (this.#local.isOpening) this.#seen = { ...this.#capture.errors };
    else this.#lossTimer = setTimeout(() => this.#sayLosses(), lossAfterMs);
    clearTimeout(this.#heldTimer);
    this.#heldTimer = setTimeout(() => this.#showHeld(), heldAfterMs);
  }

  #sayLosses() {
    const before = this.#seen;
    this.#seen = { ...this.#capture.errors };
    for (const kind of kinds) {
      const reason = this.#seen[kind];
      if (reason !== null && reason !== before[kind]) this.#sayLoss(kind, reason);
    }
  }

  /**
   * @param {Kind} kind
   * @param {CaptureError} reason
   */
  #sayLoss(kind, reason) {
    this.#notices.show({
      title: t(`meeting.lost.${reason}`, { devices: t(`prejoin.the.${kind}`) }),
      tone: 'warning', key: `device-${kind}`,
      action: { label: t('help.how'), run: () => openDeviceHelp(reason, [kind], () => this.#turnOn(kind)) },
    });
  }

  /**
   * @param {Kind} kind
   * @param {PermissionState} state
   */
  #permissionChanged(kind, state) {
    if (state === 'granted' && this.#capture.errors[kind] === 'denied') this.#offer(kind, 'meeting.deviceAllowed');
  }

  async #devicesChanged() {
    for (const kind of kinds) {
      const isMissing = this.#capture.errors[kind] === 'none' && !this.#capture[kind];
      if (isMissing && await hasDevice(kind)) this.#offer(kind, 'meeting.deviceFound');
    }
  }

  /**
   * @param {Kind} kind
   * @param {string} key
   */
  #offer(kind, key) {
    this.#notices.show({
      title: t(key, { devices: t(`prejoin.the.${kind}`) }), tone: 'success', key: `device-${kind}`, sticky: true,
      action: {
        label: t(kind === 'camera' ? 'meeting.turnCamOn' : 'meeting.turnMicOn'), run: () => this.#turnOn(kind),
      },
    });
  }

  /** @param {Kind} kind */
  #turnOn(kind) {
    if (this.#capture[kind]) return;
    void (kind === 'camera' ? this.#local.toggleCamera() : this.#local.toggleMicrophone());
  }

  /** A microphone that says it is on while nobody hears it is worse than one that is off. */
  #showHeld() {
    const isHeld = this.#capture.isHeld('microphone');
    if (isHeld && !this.#held) {
      this.#held = this.#notices.show({ title: t('meeting.microphoneHeld'), tone: 'warning', sticky: true });
    } else if (!isHeld) {
      this.#held?.close();
      this.#held = null;
    }
  }
}
