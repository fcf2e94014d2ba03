// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// This page's own microphone and camera. A page works without either: whatever cannot be opened is off, and says why.
//
// The microphone, once open, stays open and is muted by its track, so that unmuting is instant. The camera is closed
// while it is off, so that its light goes out.
//
// A phone takes devices away for a call of its own or when it is locked: it ends their tracks or keeps them mute. What
// was on then is on again once the page is back (`revive`, `reopenMuted`), unless the person decided otherwise.

import { chooseDevice, chosenDevice, hasDevice } from './devices.js';
import { permissionOf } from './permission.js';

/**
 * - `denied`: the page may not use it.
 * - `none`: there is no such device.
 * - `busy`: it is there, but cannot be opened; mostly because another program has it.
 * @typedef {'denied' | 'none' | 'busy'} CaptureError
 */

/** @typedef {'microphone' | 'camera'} Kind */
/** @typedef {{microphone: boolean, camera: boolean}} Wanted */

/** @type {Record<Kind, 'audio' | 'video'>} */
const trackKind = { microphone: 'audio', camera: 'video' };

/** @type {readonly Kind[]} */
const bothKinds = ['microphone', 'camera'];

/** The event `change` tells of anything: what is on, the stream's tracks, the errors. */
export class Capture extends EventTarget {
  /**
   * One object for good; its tracks come and go.
   * @readonly
   */
  stream = new MediaStream();
  /**
   * Why a device is not there, by kind.
   * @type {Record<Kind, CaptureError | null>}
   */
  errors = { microphone: null, camera: null };
  /** @type {Wanted} */
  #wanted = { microphone: false, camera: false };
  #isClosed = false;
  /**
   * What was on when the system took it away.
   * @type {Set<Kind>}
   */
  #taken = new Set();
  /**
   * What the browser had allowed for good when it was opened.
   * @type {Set<Kind>}
   */
  #granted = new Set();
  /** Devices are opened one after the other: what was asked last is what holds in the end. */
  #doing = Promise.resolve();
  /** @type {{audio: AudioContext, analyser: AnalyserNode, track: MediaStreamTrack} | null} */
  #meter = null;

  /** Whether the microphone is open and sends. */
  get microphone() {
    return this.#track('microphone')?.enabled ?? false;
  }

  /** Whether the camera is open and sends. */
  get camera() {
    return this.#track('camera')?.enabled ?? false;
  }

  /**
   * Whether a device is on but kept mute by the system, as the microphone is during a phone call.
   * @param {Kind} kind
   */
  isHeld(kind) {
    const track = this.#track(kind);
    return track !== null && track.enabled && track.muted;
  }

  /** The first reason why something is missing. */
  get error() {
    return this.errors.camera ?? this.errors.microphone;
  }

  /**
   * Opens what is wanted, asking for both at once so that the browser asks the person once. Never rejects: see
   * `errors`.
   * @param {Wanted} wanted
   */
  open(wanted) {
    this.#isClosed = false;
    this.#wanted = { ...wanted };
    this.#taken.clear();
    return this.#settle();
  }

  /** @param {boolean} isOn */
  setMicrophone(isOn) {
    this.#wanted.microphone = isOn;
    this.#taken.delete('microphone');
    // At once, whatever is being opened meanwhile: a mute must not wait.
    const track = this.#track('microphone');
    if (track) track.enabled = isOn;
    this.#changed();
    return this.#settle();
  }

  /** @param {boolean} isOn */
  setCamera(isOn) {
    this.#wanted.camera = isOn;
    this.#taken.delete('camera');
    if (!isOn) this.#remove('camera');
    this.#changed();
    return this.#settle();
  }

  /**
   * Takes other devices, and remembers the choice. What is off stays off.
   * @param {{cameraId?: string | null, microphoneId?: string | null}} ids
   */
  switchTo({ cameraId, microphoneId }) {
    if (cameraId !== undefined) chooseDevice('camera', cameraId);
    if (microphoneId !== undefined) chooseDevice('microphone', microphoneId);
    this.#run(async () => {
      if (cameraId !== undefined) this.#remove('camera');
      if (microphoneId !== undefined) this.#remove('microphone');
    });
    return this.#settle();
  }

  /** The page is back: opens again what was on when it was taken away. */
  async revive() {
    for (const kind of [...this.#taken]) {
      // Who took the permission back is not asked for it unless they press something.
      if ((await permissionOf(kind)) === 'denied') this.#taken.delete(kind);
      else if (this.#taken.has(kind)) this.#wanted[kind] = true;
    }
    return this.#taken.size > 0 ? this.#settle() : undefined;
  }

  /** The page has been back for a while: what is still kept mute is opened anew. */
  reopenMuted() {
    const held = bothKinds.filter((kind) => this.isHeld(kind));
    if (held.length === 0) return Promise.resolve();
    this.#run(async () => held.forEach((kind) => this.#remove(kind)));
    return this.#settle();
  }

  /** How loud the microphone is at the moment: 0 to 1, on a scale that suits a bar. */
  level() {
    const track = this.#track('microphone');
    if (!track?.enabled) return 0;
    const { analyser } = this.#meterOf(track);
    const samples = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    const decibels = 10 * Math.log10(power + 1e-10);
    return Math.min(1, Math.max(0, (decibels + 60) / 60));
  }

  /** Gives the devices back. `open` begins anew. */
  close() {
    this.#isClosed = true;
    this.#wanted = { microphone: false, camera: false };
    this.#taken.clear();
    for (const kind of bothKinds) this.#remove(kind);
    this.errors = { microphone: null, camera: null };
    this.#changed();
  }

  // MARK: Opening

  #settle() {
    return this.#run(() => this.#openMissing());
  }

  /** @param {() => Promise<void>} work */
  #run(work) {
    this.#doing = this.#doing.then(work);
    return this.#doing;
  }

  async #openMissing() {
    const missing = bothKinds.filter((kind) => this.#wanted[kind] && !this.#track(kind));
    if (missing.length > 0 && !this.#isClosed) {
      const error = await this.#openTracks(missing);
      if (error && missing.length === 2) await this.#openEach(missing, error);
      else for (const kind of missing) this.errors[kind] = error;
    }
    this.#changed();
  }

  /**
   * One device of two may work alone. Where the person has just said no, the browser is not made to ask twice more.
   * @param {Kind[]} kinds
   * @param {CaptureError} error Why both together failed.
   */
  async #openEach(kinds, error) {
    for (const kind of kinds) {
      const mayTry = error !== 'denied' || ((await permissionOf(kind)) ?? 'granted') === 'granted';
      this.errors[kind] = mayTry ? await this.#openTracks([kind]) : error;
    }
  }

  /**
   * @param {Kind[]} kinds
   * @returns {Promise<CaptureError | null>}
   */
  async #openTracks(kinds) {
    if (!navigator.mediaDevices?.getUserMedia) return 'none'; // Not a secure context.
    try {
      const opened = await openChosen(kinds);
      for (const track of opened.getTracks()) this.#add(track);
      return null;
    } catch (error) {
      return errorOf(error);
    }
  }

  /** @param {MediaStreamTrack} track */
  #add(track) {
    const kind = track.kind === 'audio' ? 'microphone' : 'camera';
    // Switched off, or closed, while the browser was asking.
    if (this.#isClosed || (kind === 'camera' && !this.#wanted.camera) || this.#track(kind)) {
      track.stop();
      return;
    }
    track.enabled = this.#wanted[kind];
    if (kind === 'camera') track.contentHint = 'motion';
    track.addEventListener('ended', () => this.#ended(kind, track), { once: true });
    for (const type of ['mute', 'unmute']) track.addEventListener(type, () => this.#changed());
    this.stream.addTrack(track);
    this.#taken.delete(kind);
    void this.#notePermission(kind);
  }

  /** @param {Kind} kind */
  async #notePermission(kind) {
    if ((await permissionOf(kind)) === 'granted') this.#granted.add(kind);
  }

  /**
   * The device was pulled out, its permission taken back, or the system needs it for a call.
   * @param {Kind} kind
   * @param {MediaStreamTrack} track
   */
  #ended(kind, track) {
    if (!this.stream.getTracks().includes(track)) return;
    if (this.#wanted[kind]) this.#taken.add(kind);
    this.#remove(kind);
    this.#wanted[kind] = false;
    this.errors[kind] = 'none';
    this.#changed();
    void this.#findReason(kind);
  }

  /**
   * Says more precisely why a device is gone.
   * @param {Kind} kind
   */
  async #findReason(kind) {
    const isRefused = this.#granted.has(kind) && (await permissionOf(kind)) !== 'granted';
    const reason = isRefused ? 'denied' : (await hasDevice(kind)) ? 'busy' : 'none';
    if (this.errors[kind] !== 'none' || this.#track(kind)) return; // It was opened again meanwhile.
    this.errors[kind] = reason;
    if (isRefused) {
      this.#taken.delete(kind);
      this.#granted.delete(kind);
    }
    if (reason !== 'none') this.#changed();
  }

  // MARK: Tracks

  /** @param {Kind} kind */
  #track(kind) {
    return this.stream.getTracks().find((track) => track.kind === trackKind[kind]) ?? null;
  }

  /** @param {Kind} kind */
  #remove(kind) {
    const track = this.#track(kind);
    if (!track) return;
    this.stream.removeTrack(track);
    track.stop();
    if (kind === 'microphone') this.#closeMeter();
  }

  /** @param {MediaStreamTrack} track */
  #meterOf(track) {
    if (this.#meter?.track !== track) {
      this.#closeMeter();
      const audio = new AudioContext();
      const analyser = audio.createAnalyser();
      analyser.fftSize = 1024;
      audio.createMediaStreamSource(new MediaStream([track])).connect(analyser);
      this.#meter = { audio, analyser, track };
    }
    // A page that nobody has touched yet may not run one; it runs from the first touch on.
    if (this.#meter.audio.state === 'suspended') void this.#meter.audio.resume().catch(() => {});
    return this.#meter;
  }

  #closeMeter() {
    void this.#meter?.audio.close().catch(() => {});
    this.#meter = null;
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

/**
 * Opens the chosen devices. `exact`, because a wish alone loses against the wished-for size of the picture; a chosen
 * device that is gone gives way to any.
 * @param {Kind[]} kinds
 */
async function openChosen(kinds) {
  const { mediaDevices } = navigator;
  try {
    return await mediaDevices.getUserMedia(constraintsFor(kinds, chosenDevice));
  } catch (error) {
    const isGone = error instanceof Error && error.name === 'OverconstrainedError';
    if (!isGone || !kinds.some(chosenDevice)) throw error;
    return mediaDevices.getUserMedia(constraintsFor(kinds, () => null));
  }
}

/**
 * @param {Kind[]} kinds
 * @param {(kind: Kind) => string | null} chosen
 */
function constraintsFor(kinds, chosen) {
  /** @type {MediaStreamConstraints} */
  const constraints = {};
  if (kinds.includes('microphone')) {
    const id = chosen('microphone');
    constraints.audio = {
      echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...(id && { deviceId: { exact: id } }),
    };
  }
  if (kinds.includes('camera')) {
    const id = chosen('camera');
    constraints.video = {
      width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 15 },
      ...(id ? { deviceId: { exact: id } } : { facingMode: 'user' }),
    };
  }
  return constraints;
}

/**
 * @param {unknown} error Of `getUserMedia` (W3C Media Capture and Streams, section 10.2).
 * @returns {CaptureError}
 */
function errorOf(error) {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'none';
    default:
      return 'busy';
  }
}
