// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Keeps the screen on while a meeting is on it.

import { on } from '../dom.js';

/**
 * As of the Screen Wake Lock API.
 * @typedef {{released: boolean, release(): Promise<void>}} Held
 * @typedef {{request(type: 'screen'): Promise<Held>}} WakeLock
 */

/**
 * A browser lets go of the lock whenever the page is hidden, so it is asked again when the page is back.
 * @param {AbortSignal} signal
 */
export function keepAwake(signal) {
  const { wakeLock } = /** @type {{wakeLock?: WakeLock}} */ (/** @type {unknown} */ (navigator));
  if (!wakeLock) return;
  /** @type {Held | null} */
  let held = null;
  let isAsking = false;
  const hold = async () => {
    if (isAsking || signal.aborted || document.visibilityState !== 'visible' || held?.released === false) return;
    isAsking = true;
    try {
      held = await wakeLock.request('screen');
      if (signal.aborted) void held.release();
    } catch {
      // A phone that saves its battery says no; the next look at the page asks again.
    }
    isAsking = false;
  };
  on(document, 'visibilitychange', () => void hold(), { signal });
  on(signal, 'abort', () => void held?.release(), { once: true });
  void hold();
}
