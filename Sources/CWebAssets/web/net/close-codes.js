// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Close codes (docs/protocol.md) and how long to stay away after each kind of loss. Pure.

/** @type {Record<number, string>} */
const NAMES = {
  4000: 'shuttingDown', 4001: 'slowConsumer', 4002: 'heartbeatTimeout', 4003: 'overloaded', 4004: 'stateRebuilt',
  4500: 'superseded', 4501: 'protocolViolation', 4503: 'accessRevoked', 4504: 'kicked',
  4505: 'replaced', 4506: 'signedOut', 4507: 'tokenReused',
};

export const PAUSE_MIN_MS = 500;
export const PAUSE_MAX_MS = 8_000;
const OVERLOADED_PAUSE_MIN_MS = 1_000;

/**
 * Why a connection is no more:
 * - `closed`: by the server, with a code of its own;
 * - `vanished`: a working connection ended without one;
 * - `unreachable`: it never came about, or nothing was answered in time;
 * - `silent`: the heartbeat went unanswered; `gap`: a message of a stream is missing; `asked`: this side wants another;
 * - `refused`: authentication or resume was refused for the moment.
 * @typedef {{kind: 'closed', code: number} | {kind: 'vanished'} | {kind: 'unreachable'} | {kind: 'silent'}
 *   | {kind: 'gap'} | {kind: 'asked'} | {kind: 'refused', retryAfterMs: number}} Loss
 */

/** @param {number} code */
export function closeName(code) {
  return NAMES[code] ?? String(code);
}

/**
 * Whether the code says that the session is over.
 * @param {number} code
 */
export function isFinal(code) {
  return code >= 4500 && code <= 4999;
}

/**
 * Doubles with each failure, up to 8 s; from the upper half, so that clients do not come in step.
 * @param {number} failures  before this one
 * @param {number} fraction  random, 0 to 1
 */
export function growingPauseMs(failures, fraction) {
  const full = Math.min(PAUSE_MIN_MS * 2 ** Math.min(failures, 16), PAUSE_MAX_MS);
  return full * (0.5 + fraction / 2);
}

/**
 * How long to stay away.
 * @param {Loss} loss
 * @param {{failures: number, fraction: number, slotMs: number|null}} facts  `slotMs`: this session's turn among all
 *   that lost the same server; null without a seat
 */
export function pauseAfterMs(loss, {failures, fraction, slotMs}) {
  const growing = growingPauseMs(failures, fraction);
  const isFirst = failures === 0;
  switch (loss.kind) {
    case 'silent': case 'gap': case 'asked': return isFirst ? 0 : growing;
    case 'vanished': return isFirst ? slotMs ?? growing : growing;
    case 'unreachable': return growing;
    case 'refused': return Math.max(growing, loss.retryAfterMs);
    case 'closed':
      switch (NAMES[loss.code]) {
        case 'slowConsumer': case 'heartbeatTimeout': case 'stateRebuilt': return isFirst ? 0 : growing;
        case 'shuttingDown': return isFirst ? slotMs ?? growing : growing;
        case 'overloaded': return Math.max(OVERLOADED_PAUSE_MIN_MS, growing);
        default: return growing;
      }
  }
}
