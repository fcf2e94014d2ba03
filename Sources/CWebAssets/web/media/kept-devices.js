// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What was on in the meeting of this tab: a phone may throw a page away that nobody looks at, and load it anew later.
// Then devices are opened as they were. A meeting that was left is forgotten.

/** @typedef {{microphone: boolean, camera: boolean}} Devices */

const storageKey = 'plenary.kept-devices';

/**
 * @param {string} room
 * @param {Devices} devices
 */
export function rememberDevices(room, { microphone, camera }) {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify({ room, microphone, camera }));
  } catch {
    // A browser that keeps nothing opens both.
  }
}

export function forgetDevices() {
  try {
    sessionStorage.removeItem(storageKey);
  } catch {
    // It kept nothing.
  }
}

/**
 * What was on when the page went away in the middle of this room's meeting; `null` when it did not.
 * @param {string} room
 * @returns {Devices | null}
 */
export function keptDevices(room) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(storageKey) ?? 'null');
    return kept?.room === room ? { microphone: kept.microphone === true, camera: kept.camera === true } : null;
  } catch {
    return null;
  }
}
