// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// One RTCPeerConnection with the media server. It carries or it does not: there is no repair, since an ICE restart of
// the publishing side fails there. Who owns it is told that it died, closes it and makes another.
//
// One that falls silent is given up long before the browser calls it disconnected, as soon as the session is known to
// be alive: then only this way is gone, as when a relay died, or the page is on another network by now.
//
// Candidates wait until the server has the description they belong to.

import { useServers } from './ice-servers.js';
import { trafficOf } from './link-stats.js';
import { Outbox } from './outbox.js';
import { Silence } from './silence.js';

/** @typedef {import('./media-plane.js').RemoteState} RemoteState */
/** @typedef {import('./platform.js').Platform} Platform */

/** A short cut heals by itself; Chromium calls it failed 10 s later. */
const disconnectedMsMax = 5_000;
/** With the session back the network is, too: what does not carry by then will hardly do so sooner than another. */
const disconnectedAfterResumeMs = 1_500;
/** A first try that found no way, as on a network that had just come, is not waited for as long as a slow one. */
const connectingMs = { first: 6_000, later: 12_000 };

/**
 * @typedef {object} ServerLinkParts
 * @property {'publish' | 'subscribe'} side
 * @property {(method: string, params: Record<string, unknown>) => Promise<any>} request
 * @property {() => boolean} isReady Whether the session is up.
 * @property {() => Promise<void>} isAlive Asks the server for a sign of life now; resolves when it came.
 * @property {RTCIceServer[]} iceServers
 * @property {number} tries Connections that came to nothing before this one, one after the other.
 * @property {Platform} platform
 * @property {() => void} changed `state` is another.
 * @property {() => void} died It does not carry, and will not.
 */

export class ServerLink {
  #parts;
  #outbox;
  /** @type {object[] | null} Those that wait; `null` once the server has the description. */
  #held = [];
  /** Since when it is to carry and does not; 0 while it does, or while nothing can be done about it. */
  #missingSince = 0;
  #patienceMs;
  #silence = new Silence();
  #isAsking = false;
  #isClosed = false;

  /** Whether it was connected ever. */
  wasConnected = false;

  /** @param {ServerLinkParts} parts */
  constructor(parts) {
    this.#parts = parts;
    this.#patienceMs = parts.tries === 0 ? connectingMs.first : connectingMs.later;
    const { side, request, isReady, platform } = parts;
    this.#outbox = new Outbox({
      send: (message) => request('media.candidates', {
        side, candidates: /** @type {{candidates: object[]}} */ (message).candidates,
      }),
      isReady,
      gaveUp: () => {},
      after: platform.after,
    });
    /** @readonly */
    this.connection = platform.makeConnection({ iceServers: parts.iceServers, bundlePolicy: 'max-bundle' });
    this.connection.onicecandidate = ({ candidate }) => {
      // No candidate, or an empty one, only says that there are no more.
      if (candidate?.candidate) this.#gathered(candidate);
    };
    this.connection.onconnectionstatechange = () => this.#changed();
  }

  /** @returns {RemoteState} */
  get state() {
    switch (this.connection.connectionState) {
      case 'connected': return this.#silence.isSilent ? 'interrupted' : 'connected';
      case 'failed': return 'failed';
      case 'disconnected': return 'interrupted';
      default: return this.wasConnected ? 'interrupted' : 'connecting';
    }
  }

  get isClosed() {
    return this.#isClosed;
  }

  /** The server has this end's description, so candidates may follow, and from now on it is to carry. */
  described() {
    this.#missingSince ||= this.state === 'connected' ? 0 : this.#parts.platform.now();
    const held = this.#held;
    this.#held = null;
    for (const candidate of held ?? []) this.#outbox.push({ candidates: [candidate] });
  }

  /** @param {RTCIceServer[]} iceServers */
  setServers(iceServers) {
    useServers(this.connection, iceServers);
  }

  /** The session is up again. */
  resumed() {
    this.#outbox.flush();
    if (this.state === 'connected' || this.#held) return;
    if (this.#silence.isSilent) {
      this.#parts.died();
      return;
    }
    this.#missingSince = this.#parts.platform.now();
    if (this.wasConnected) this.#patienceMs = disconnectedAfterResumeMs;
  }

  /** Looks whether it still carries; called each second. */
  check() {
    if (this.#isClosed) return;
    if (this.wasConnected) void this.#listen();
    if (this.#missingSince === 0) return;
    const now = this.#parts.platform.now();
    if (!this.#parts.isReady()) this.#missingSince = now;
    else if (this.state === 'failed' || now - this.#missingSince >= this.#patienceMs) this.#parts.died();
  }

  async #listen() {
    const report = await this.connection.getStats().catch(() => null);
    if (!report || this.#isClosed) return;
    const wasSilent = this.#silence.isSilent;
    this.#silence.counted(trafficOf(report), this.#parts.platform.now());
    if (wasSilent !== this.#silence.isSilent) this.#parts.changed();
    // While the session is away its return decides: it comes back in its turn, and nothing here may hurry it.
    if (!this.#silence.isSilent || this.#isAsking || !this.#parts.isReady()) return;
    this.#isAsking = true;
    try {
      await this.#parts.isAlive();
      if (!this.#isClosed && this.#silence.isSilent) this.#parts.died();
    } catch {
      // No sign of life, and none of this connection: the session's return decides.
    } finally {
      this.#isAsking = false;
    }
  }

  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#outbox.close();
    const { connection } = this;
    connection.onicecandidate = connection.onconnectionstatechange = connection.ontrack = null;
    connection.close();
  }

  /** @param {RTCIceCandidate} candidate */
  #gathered({ candidate, sdpMid, sdpMLineIndex }) {
    const told = { candidate, mid: sdpMid, index: sdpMLineIndex };
    if (this.#held) this.#held.push(told);
    else this.#outbox.push({ candidates: [told] });
  }

  #changed() {
    if (this.state === 'connected') {
      this.wasConnected = true;
      this.#missingSince = 0;
    } else if (this.wasConnected && this.#missingSince === 0) {
      this.#missingSince = this.#parts.platform.now();
      this.#patienceMs = disconnectedMsMax;
    }
    this.#parts.changed();
    if (!this.#isClosed && this.state === 'failed') this.check();
  }
}

const retryMsMin = 500;
const retryMsMax = 15_000;
const refusedMs = 30_000;

/**
 * How long to wait before the next try.
 * @param {{code?: string, retryable?: boolean, retryAfterMs?: number}} error
 * @param {number} tries Those that failed, one after the other.
 */
export function pauseAfter(error, tries) {
  const isLikely = error.retryable !== false || error.code === 'network' || error.code === 'offline';
  if (!isLikely) return refusedMs;
  return Math.max(error.retryAfterMs ?? 0, Math.min(retryMsMax, retryMsMin * 2 ** Math.min(tries, 6)));
}
