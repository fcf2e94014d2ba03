// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Requests whose answers nobody has got yet, over as many connections as it takes. Pure.

/** @typedef {Record<string, any>} Params */

/**
 * @typedef {object} OpenRequest
 * @property {number} id
 * @property {string} method
 * @property {Params} params
 * @property {string} text  the message, the same each time
 * @property {boolean} isUnderWay  sent on the present connection, and not answered
 * @property {boolean} wasSent  sent at least once
 * @property {number} notBefore  answered with "later": sent again then
 * @property {number} notAfter  given up then; commands, joining and leaving never are
 * @property {boolean} isWithdrawn  a join that nobody waits for any more
 * @property {number} repetitions  after an answer that said "later"
 */

export const OPEN_REQUESTS_MAX = 256;
const PATIENCE_MS = 30_000;
const REPETITIONS_MAX = 8;
/** Of a join that was told to wait, after a refusal that says nothing about that. */
const WAITS_ON_MS = 2_000;
const REPETITION_PAUSE_MS = 500;
/** How long "later" may be for a command to be repeated without asking whoever gave it. */
const LATER_MAX_MS = 5_000;

const WITHOUT_SEAT = new Set([
  'session.authenticate', 'session.resume', 'session.refresh', 'session.ping', 'session.bye', 'room.create',
  'room.join', 'room.info',
]);

/**
 * @param {number} id
 * @param {string} method
 * @param {Params} params
 * @param {number} now
 * @returns {OpenRequest}
 */
export function makeRequest(id, method, params, now) {
  const text = JSON.stringify({jsonrpc: '2.0', id, method, params});
  const isPatient = isCommand(params) || method === 'room.join' || method === 'room.leave';
  const notAfter = isPatient ? Infinity : now + PATIENCE_MS;
  return {
    id, method, params, text, isUnderWay: false, wasSent: false, notBefore: 0, notAfter, isWithdrawn: false,
    repetitions: 0,
  };
}

/** @param {Params} params */
export function isCommand(params) {
  return typeof params.key === 'string';
}

/**
 * Whether it makes sense only with a seat in its room.
 * @param {OpenRequest} request
 */
export function needsSeat(request) {
  return !WITHOUT_SEAT.has(request.method);
}

/**
 * Whether a second time does no harm, for its key or by its nature. A signal sent twice would be two.
 * @param {OpenRequest} request
 */
export function isHarmless(request) {
  return request.method !== 'signal.send';
}

/**
 * Whether a join was refused for now alone, and is sent again by itself: it has a place in the queue, or somebody has
 * to let the guest in.
 * @param {import('./errors.js').PlenaryError} error
 */
export function isToldToWait({code}) {
  return code === 'join_queued' || code === 'admission_pending';
}

/**
 * When a join that was told to wait before is sent again after another refusal that may pass: whoever waits goes on
 * waiting, since a store that fails for a moment must not empty the queue and the lobby. Null for all other requests.
 * @param {OpenRequest} request
 * @param {import('./errors.js').PlenaryError} error
 * @param {number} now
 * @returns {number|null}
 */
export function waitsOnUntil(request, error, now) {
  if (request.method !== 'room.join' || request.repetitions === 0 || !error.retryable) return null;
  return now + Math.max(WAITS_ON_MS, error.retryAfterMs ?? 0);
}

/**
 * When a refused command is sent again with the same key; null when the refusal is its answer.
 * @param {OpenRequest} request
 * @param {import('./errors.js').PlenaryError} error
 * @param {number} now
 * @returns {number|null}
 */
export function repetitionAt(request, error, now) {
  if (!isCommand(request.params) || request.repetitions >= REPETITIONS_MAX) return null;
  const pauseMs = Math.max(REPETITION_PAUSE_MS, error.retryAfterMs ?? 0);
  switch (error.code) {
    // The protocol's own advice: the same key again tells.
    case 'outcome_unknown': return now + pauseMs;
    case 'rate_limited': case 'overloaded': return pauseMs <= LATER_MAX_MS ? now + pauseMs : null;
    default: return null;
  }
}
