// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Servers that help media find its way (TURN), with this session's credentials: asked for at the start and again before
// they expire. Connections that live get them too, for the next time they look for a way.

/** @typedef {import('./platform.js').Platform} Platform */

/** By this page's clock, which may be wrong: hence the bounds. */
const shareOfLife = 0.7;
const refreshMsMin = 20_000;
const refreshMsMax = 420_000;
const againMs = 15_000;

/** The event `change` says that `list` is another. */
export class IceServers extends EventTarget {
  #ask;
  #platform;
  #isStarted = false;
  /** Answers to what was asked before are late. */
  #round = 0;
  #endTimer = () => {};

  /** @type {RTCIceServer[]} */
  list = [];

  /**
   * @param {{ask: () => Promise<{servers?: RTCIceServer[], expiresAt?: number}>, platform: Platform}} parts `ask` sends
   *   `media.servers`.
   */
  constructor({ ask, platform }) {
    super();
    this.#ask = ask;
    this.#platform = platform;
  }

  /** Resolves when the first answer is there, or will not come soon. */
  async start() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    await this.#fetch();
  }

  stop() {
    this.#isStarted = false;
    this.#round += 1;
    this.#endTimer();
    this.list = [];
  }

  /** A new session has credentials of its own. */
  refresh() {
    if (this.#isStarted) void this.#fetch();
  }

  async #fetch() {
    const round = this.#round += 1;
    this.#endTimer();
    try {
      const { servers = [], expiresAt = 0 } = await this.#ask();
      if (round !== this.#round) return;
      this.list = servers;
      this.dispatchEvent(new Event('change'));
      const lifeMs = expiresAt - this.#platform.now();
      this.#later(Math.min(refreshMsMax, Math.max(refreshMsMin, lifeMs * shareOfLife)));
    } catch (error) {
      // Without any, media finds its way by itself wherever there is one.
      const { code } = /** @type {{code?: string}} */ (error);
      if (round === this.#round && code !== 'unknown_method') this.#later(againMs);
    }
  }

  /** @param {number} ms */
  #later(ms) {
    this.#endTimer = this.#platform.after(() => void this.#fetch(), ms);
  }
}

/**
 * @param {RTCPeerConnection} connection
 * @param {RTCIceServer[]} iceServers
 */
export function useServers(connection, iceServers) {
  try {
    connection.setConfiguration({ ...connection.getConfiguration(), iceServers });
  } catch {
    // Old browsers cannot change a connection: the next one has them.
  }
}
