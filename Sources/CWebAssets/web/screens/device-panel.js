// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The picture and the sound as others will get them, and the choice of devices. A meeting can be joined without any:
// what is missing is said in words, with what to do about it.

import { fill, h, icon, on, set } from '../dom.js';
import { t } from '../i18n/index.js';
import { canChooseSpeaker, chooseDevice, chosenDevice, listDevices, ondevicechange } from '../media/devices.js';
import { watchPermission } from '../media/permission.js';
import { helpSteps, namesOf } from './device-help.js';
import { DeviceSelect } from './device-select.js';
import { note } from './screen.js';

/** @typedef {import('../media/capture.js').Capture} Capture */
/** @typedef {import('../media/devices.js').Devices} Devices */
/** @typedef {import('../media/capture.js').CaptureError} CaptureError */
/** @typedef {'microphone' | 'camera'} Kind */

/** @type {readonly Kind[]} */
const kinds = ['camera', 'microphone'];

const levelEveryMs = 100;

export class DevicePanel {
  /**
   * @param {Capture} capture
   * @param {AbortSignal} signal Ends timers and listeners.
   * @param {import('../media/kept-devices.js').Devices | null} kept What is opened; both unless they say otherwise.
   */
  constructor(capture, signal, kept = null) {
    this.capture = capture;
    this.signal = signal;
    this.isOpening = false;
    this.wanted = kept ?? { microphone: true, camera: true };
    /** @type {Devices} */
    this.devices = { cameras: [], microphones: [], speakers: [] };
    this.video = h('video', { class: 'preview__video', autoplay: true, playsInline: true, muted: true });
    this.level = 0;
    const timer = setInterval(() => this.showLevel(), levelEveryMs);
    on(signal, 'abort', () => {
      clearInterval(timer);
      this.video.srcObject = null;
    });
    on(capture, 'change', () => this.show(), { signal });
    on(signal, 'abort', ondevicechange(() => void this.list()));
    on(document, 'visibilitychange', () => {
      if (document.visibilityState === 'visible') void capture.revive();
    }, { signal });
    // Who allows a device by the browser's own button need not press another one here.
    kinds.forEach((kind) => void watchPermission(kind, (state) => {
      if (state === 'granted' && capture.errors[kind] === 'denied') void this.open();
    }, signal));
  }

  /** Asks the browser for the devices; every outcome is shown. */
  async open() {
    this.isOpening = true;
    this.show();
    await this.capture.open(this.wanted);
    this.isOpening = false;
    if (this.signal.aborted) return;
    await this.list();
    this.show();
  }

  async list() {
    this.devices = await listDevices();
    if (!this.signal.aborted) this.showSelects();
  }

  /** @returns {HTMLElement} */
  view() {
    this.state = h('p', { class: 'preview__state' });
    this.switches = { microphone: this.switchFor('microphone'), camera: this.switchFor('camera') };
    this.bar = h('div', { class: 'level__bar' });
    this.meter = h('div', {
      class: 'level', role: 'meter', 'aria-label': t('prejoin.level'), 'aria-valuemin': 0, 'aria-valuemax': 100,
      'aria-valuenow': 0,
    }, this.bar);
    this.trouble = h('div');
    const { capture } = this;
    this.selects = {
      microphone: new DeviceSelect('microphone', t('prejoin.chooseMicrophone'),
        (microphoneId) => capture.switchTo({ microphoneId })),
      camera: new DeviceSelect('camera', t('prejoin.chooseCamera'), (cameraId) => capture.switchTo({ cameraId })),
      speaker: new DeviceSelect('speaker', t('prejoin.chooseSpeaker'), (id) => chooseDevice('speaker', id)),
    };
    const element = h('section', { class: 'device-panel stack', 'aria-label': t('prejoin.devices') },
      h('div', { class: 'preview' }, this.video, this.state),
      h('div', { class: 'device-panel__switches' }, this.switches.microphone, this.switches.camera),
      h('div', { class: 'device-panel__level' },
        h('span', { class: 'quiet small', 'aria-hidden': true }, t('prejoin.level')), this.meter),
      this.trouble,
      h('div', { class: 'devices' }, Object.values(this.selects).map((each) => each.element)));
    this.video.setAttribute('aria-label', t('prejoin.preview'));
    this.show();
    this.showSelects();
    return element;
  }

  /**
   * @param {Kind} kind
   * @returns {HTMLButtonElement}
   */
  switchFor(kind) {
    return h('button', {
      type: 'button', class: 'switch', role: 'switch', onclick: () => void this.toggle(kind),
    });
  }

  /** @param {Kind} kind */
  async toggle(kind) {
    const isOn = !this.capture[kind];
    this.wanted[kind] = isOn;
    await (kind === 'microphone' ? this.capture.setMicrophone(isOn) : this.capture.setCamera(isOn));
    if (isOn && !this.signal.aborted) await this.list();
  }

  show() {
    if (!this.state || !this.trouble) return;
    const { capture } = this;
    if (this.video.srcObject !== capture.stream) this.video.srcObject = capture.stream;
    this.video.hidden = !capture.camera;
    const key = this.isOpening ? 'previewWait' : capture.errors.camera ? 'previewNone' : 'previewOff';
    this.state.textContent = capture.camera ? '' : t(`prejoin.${key}`);
    kinds.forEach((kind) => this.showSwitch(kind));
    this.showTrouble(this.trouble);
  }

  /** @param {Kind} kind */
  showSwitch(kind) {
    const button = this.switches?.[kind];
    if (!button) return;
    const isOn = this.capture[kind];
    const state = isOn ? 'on' : this.capture.errors[kind] && !this.isOpening ? 'unavailable' : 'off';
    set(button, { 'aria-checked': isOn, 'aria-label': t(`prejoin.${kind}`) });
    fill(button, icon(isOn ? kind : `${kind}-off`),
      h('span', { class: 'switch__text' }, h('span', null, t(`prejoin.${kind}`)),
        h('span', { class: 'switch__state' }, t(`prejoin.${state}`))));
  }

  /**
   * One note for each reason; left alone while it says the same, so that it is read out once.
   * @param {HTMLElement} trouble
   */
  showTrouble(trouble) {
    const { errors } = this.capture;
    const all = new Set(kinds.map((kind) => errors[kind]));
    const reasons = /** @type {CaptureError[]} */ (this.isOpening ? [] : [...all].filter((each) => each !== null));
    const notes = reasons.map((reason) => ({ reason, text: this.troubleText(reason) }));
    const shown = notes.map(({ text }) => text).join('\n');
    if (trouble.dataset.shown === shown) return;
    trouble.dataset.shown = shown;
    fill(trouble, notes.length > 0 && note('warning',
      notes.map(({ reason, text }) => [
        h('p', { role: 'status' }, text),
        window.isSecureContext && h('details', { class: 'help' },
          h('summary', { class: 'help__summary' }, t('help.how')), helpSteps(reason)),
      ]),
      h('button', { type: 'button', class: 'link-button', onclick: () => void this.open() }, t('app.retry'))));
  }

  /** @param {CaptureError} reason */
  troubleText(reason) {
    const missing = kinds.filter((kind) => this.capture.errors[kind] === reason);
    return t(window.isSecureContext ? `prejoin.device.${reason}` : 'prejoin.device.unsafe',
      { devices: namesOf(missing) });
  }

  showSelects() {
    const { selects, devices, capture } = this;
    if (!selects) return;
    /** @param {'audio' | 'video'} kind */
    const used = (kind) => capture.stream.getTracks().find((track) => track.kind === kind)?.getSettings().deviceId;
    selects.microphone.offer(devices.microphones, used('audio') ?? chosenDevice('microphone'));
    selects.camera.offer(devices.cameras, used('video') ?? chosenDevice('camera'));
    selects.speaker.offer(devices.speakers, chosenDevice('speaker'));
    selects.speaker.element.hidden = !canChooseSpeaker() || devices.speakers.length === 0;
  }

  showLevel() {
    if (!this.meter || !this.bar) return;
    const heard = this.capture.microphone ? Math.min(1, Math.max(0, this.capture.level())) : 0;
    // Falls slower than it rises, as meters do, so that the eye can follow.
    this.level = Math.max(heard, this.level * 0.8);
    this.bar.style.transform = `scaleX(${this.level.toFixed(3)})`;
    this.meter.setAttribute('aria-valuenow', String(Math.round(this.level * 10) * 10));
  }
}
