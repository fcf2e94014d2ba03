// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Which cameras, microphones and speakers there are, and which of them were chosen. The browser hides their names until
// a device was allowed once; until then they are numbered.

import { t } from '../i18n/index.js';

/** @typedef {{id: string, label: string}} Device */
/** @typedef {{cameras: Device[], microphones: Device[], speakers: Device[]}} Devices */
/** @typedef {'camera' | 'microphone' | 'speaker'} DeviceKind */

const storagePrefix = 'plenary.device.';

/** @type {Record<string, {list: keyof Devices, name: string}>} */
const kinds = {
  videoinput: { list: 'cameras', name: 'media.device.camera' },
  audioinput: { list: 'microphones', name: 'media.device.microphone' },
  audiooutput: { list: 'speakers', name: 'media.device.speaker' },
};

/**
 * Never fails: a page without devices, or without a secure context, has empty lists.
 * @returns {Promise<Devices>}
 */
export async function listDevices() {
  /** @type {Devices} */
  const devices = { cameras: [], microphones: [], speakers: [] };
  const infos = await (navigator.mediaDevices?.enumerateDevices?.() ?? Promise.resolve([])).catch(() => []);
  for (const { kind, deviceId, label } of infos) {
    const known = kinds[kind];
    if (!known) continue;
    const list = devices[known.list];
    list.push({ id: deviceId, label: label || t(known.name, { n: list.length + 1 }) });
  }
  return devices;
}

/**
 * Whether there is such a device at all. Also browsers that hide what they have tell that.
 * @param {'microphone' | 'camera'} kind
 */
export async function hasDevice(kind) {
  const { cameras, microphones } = await listDevices();
  return (kind === 'camera' ? cameras : microphones).length > 0;
}

/**
 * Calls when devices come or go.
 * @param {() => void} listener
 * @returns {() => void} Ends it.
 */
export function ondevicechange(listener) {
  const media = navigator.mediaDevices;
  media?.addEventListener('devicechange', listener);
  return () => media?.removeEventListener('devicechange', listener);
}

/**
 * The device that was chosen last, which may be gone.
 * @param {DeviceKind} kind
 * @returns {string | null}
 */
export function chosenDevice(kind) {
  try {
    return localStorage.getItem(storagePrefix + kind) || null;
  } catch {
    return null;
  }
}

/**
 * @param {DeviceKind} kind
 * @param {string | null} id `null` leaves it to the browser.
 */
export function chooseDevice(kind, id) {
  try {
    if (id) localStorage.setItem(storagePrefix + kind, id);
    else localStorage.removeItem(storagePrefix + kind);
  } catch {
    // A browser that keeps nothing takes its default again next time.
  }
}

/** Whether this browser lets a page choose where sound comes out. */
export function canChooseSpeaker() {
  return 'setSinkId' in HTMLMediaElement.prototype;
}

/**
 * Lets an element play on the chosen speaker.
 * @param {HTMLMediaElement} element
 */
export async function playOnChosenSpeaker(element) {
  const sink = /** @type {HTMLMediaElement & {setSinkId?: (id: string) => Promise<void>}} */ (element);
  try {
    await sink.setSinkId?.(chosenDevice('speaker') ?? '');
  } catch {
    // The speaker is gone: the default one plays.
  }
}
