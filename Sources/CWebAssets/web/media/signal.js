// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What members of a mesh send each other by `signal.send`. The server relays it unseen, so everything is checked here.

/**
 * A screen takes the camera's place.
 * @typedef {{microphone: boolean, camera: boolean, screen?: true}} Devices
 */

/**
 * Always the link's number, and the message's own within its link; then a description, candidates, which devices are
 * on, how much is wanted of them, the wish of the side that does not offer for another link, or for a whole picture
 * after an interruption.
 * @typedef {object} LinkSignal
 * @property {number} link
 * @property {number} seq
 * @property {{type: 'offer' | 'answer', sdp: string}} [description]
 * @property {RTCIceCandidateInit[]} [candidates]
 * @property {Devices} [devices]
 * @property {import('./media-plane.js').Saving} [wants]
 * @property {boolean} [again]
 * @property {boolean} [refresh]
 * @property {boolean} [release] The media server shows what this link did: it is needed no more.
 */

/** Of sessions that are not known yet: so many sessions, so many signals each, so long. */
const strangersMax = 8;
const signalsMax = 16;
const keptMs = 30_000;
/** Candidates in one signal. */
const candidatesMax = 64;

/**
 * A signal that has the shape of ours: anything may come from another participant.
 * @param {unknown} payload
 * @returns {LinkSignal | null}
 */
export function signalOf(payload) {
  if (typeof payload !== 'object' || payload === null) return null;
  const signal = /** @type {Record<string, any>} */ (payload);
  if (!Number.isSafeInteger(signal.link) || !Number.isSafeInteger(signal.seq)) return null;
  const { description, candidates, devices, wants } = signal;
  if (wants !== undefined && !['off', 'data', 'audio'].includes(wants)) return null;
  if (description !== undefined && !isDescription(description)) return null;
  if (candidates !== undefined && !(Array.isArray(candidates) && candidates.length <= candidatesMax)) return null;
  if (devices !== undefined && (typeof devices !== 'object' || devices === null)) return null;
  return /** @type {LinkSignal} */ (signal);
}

/** @param {{type?: unknown, sdp?: unknown} | null} description */
function isDescription(description) {
  return typeof description?.sdp === 'string' && (description.type === 'offer' || description.type === 'answer');
}

/** Signals whose senders are not members yet: members are told by another stream, which may come later. */
export class Strangers {
  /** @type {Map<string, {at: number, signals: LinkSignal[]}>} */
  #kept = new Map();

  /**
   * @param {string} session
   * @param {LinkSignal} signal
   * @param {number} now
   */
  keep(session, signal, now) {
    for (const [each, { at }] of this.#kept) if (now - at > keptMs) this.#kept.delete(each);
    const known = this.#kept.get(session) ?? { at: now, signals: [] };
    if (known.signals.length < signalsMax) known.signals.push(signal);
    this.#kept.set(session, known);
    if (this.#kept.size <= strangersMax) return;
    const [oldest] = this.#kept.keys();
    this.#kept.delete(oldest);
  }

  /**
   * Gives what was kept of a session, in order, once.
   * @param {string} session
   */
  take(session) {
    const signals = this.#kept.get(session)?.signals ?? [];
    this.#kept.delete(session);
    return signals;
  }

  clear() {
    this.#kept.clear();
  }
}
