// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The page is back: after a phone call, a locked screen, another app, or a time in which the browser had frozen it. The
// session sees to its seat by itself; here devices are opened again that the system had taken, and what plays goes on.

import { on } from '../dom.js';
import { t } from '../i18n/index.js';

/** @typedef {import('./context.js').Capture} Capture */
/** @typedef {import('./notices.js').Notices} Notices */

/** A device that the system keeps mute is its own matter for so long: most come back by themselves. */
const mutePatienceMs = 2_000;

/**
 * @param {{capture: Capture, notices: Notices, root: HTMLElement}} parts `root` holds what plays.
 * @param {AbortSignal} signal
 */
export function watchComeback({ capture, notices, root }, signal) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const isVisible = () => document.visibilityState === 'visible';
  const back = () => {
    clearTimeout(timer);
    if (!isVisible()) return;
    void capture.revive();
    void playAgain(root, notices, signal);
    timer = setTimeout(() => {
      if (isVisible()) void capture.reopenMuted();
    }, mutePatienceMs);
  };
  on(document, 'visibilitychange', back, { signal });
  on(document, 'resume', back, { signal });
  on(window, 'pageshow', back, { signal });
  on(signal, 'abort', () => clearTimeout(timer), { once: true });
}

/**
 * A call pauses what plays, and not every system goes on by itself.
 * @param {HTMLElement} root
 * @param {Notices} notices
 * @param {AbortSignal} signal
 */
async function playAgain(root, notices, signal) {
  /** @type {HTMLMediaElement[]} */
  const paused = [...root.querySelectorAll('audio, video')]
    .filter((each) => each instanceof HTMLMediaElement && each.paused && each.srcObject)
    .map((each) => /** @type {HTMLMediaElement} */ (each));
  const results = await Promise.allSettled(paused.map((each) => each.play()));
  const isBlocked = results.some(({ status }, index) => status === 'rejected' && paused[index]?.localName === 'audio');
  if (!isBlocked || signal.aborted) return;
  const notice = notices.show({ title: t('meeting.touchForSound'), tone: 'warning', sticky: true, key: 'sound' });
  on(document, 'pointerup', () => {
    notice.close();
    void playAgain(root, notices, signal);
  }, { once: true, signal });
}
