// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Signals leave one at a time and in order: an offer that is sent again after a failure must not be overtaken by what
// follows it. Candidates that gather meanwhile travel together. Each message has a number, so that one which was sent
// twice, because only its answer was lost, is taken once.

/** At most this many messages wait; the oldest go, and the link's own deadline makes up for them. */
const waitingMax = 32;
/** A message is tried this often while the session is up; a session that is down costs no try. */
const triesMax = 5;
const retryMs = 500;
/** Candidates in one message. */
const candidatesMax = 32;

/**
 * @typedef {object} OutboxParts
 * @property {(message: object) => Promise<unknown>} send
 * @property {() => boolean} isReady Whether the session is up.
 * @property {(code: string) => void} gaveUp A message could not be sent: `recipient_gone`, or another refusal's code.
 * @property {(callback: () => void, ms: number) => () => void} after A timer; what it returns ends it.
 */

export class Outbox {
  /** @type {OutboxParts} */
  #parts;
  /** @type {Record<string, unknown>[]} */
  #waiting = [];
  #isSending = false;
  #isClosed = false;
  /** Whether the first message that waits was sent before. */
  #isTried = false;
  #tries = 0;
  #seq = 0;
  /** @type {() => void} */
  #endTimer = () => {};

  /** @param {OutboxParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** @param {Record<string, unknown>} message */
  push(message) {
    if (this.#isClosed) return;
    if (!this.#joinCandidates(message)) {
      this.#seq += 1;
      this.#waiting.push({ ...message, seq: this.#seq });
      if (this.#waiting.length > waitingMax) this.#waiting.splice(this.#isTried ? 1 : 0, 1);
    }
    this.flush();
  }

  /**
   * Adds candidates to those that wait. The first message is left alone once it was tried: it may have arrived.
   * @param {Record<string, unknown>} message
   */
  #joinCandidates(message) {
    const earlier = this.#waiting.at(-1)?.candidates;
    if (!Array.isArray(message.candidates) || !Array.isArray(earlier)) return false;
    if (this.#waiting.length === 1 && this.#isTried) return false;
    if (earlier.length + message.candidates.length > candidatesMax) return false;
    earlier.push(...message.candidates);
    return true;
  }

  /** Goes on, for instance because the session is back. */
  flush() {
    if (this.#isSending || this.#isClosed || this.#waiting.length === 0 || !this.#parts.isReady()) return;
    this.#endTimer();
    this.#isSending = this.#isTried = true;
    const message = this.#waiting[0];
    this.#parts.send(message).then(
      () => this.#done(),
      (error) => this.#failed(error),
    );
  }

  close() {
    this.#isClosed = true;
    this.#waiting = [];
    this.#endTimer();
  }

  #done() {
    this.#isSending = false;
    if (this.#isClosed) return;
    this.#next();
    this.flush();
  }

  #next() {
    this.#waiting.shift();
    this.#tries = 0;
    this.#isTried = false;
  }

  /** @param {{code?: string, retryable?: boolean, retryAfterMs?: number}} error */
  #failed(error) {
    this.#isSending = false;
    if (this.#isClosed) return;
    if (!this.#parts.isReady()) return; // The session's return flushes.
    this.#tries += 1;
    if (isWorthTrying(error) && this.#tries < triesMax) {
      this.#endTimer();
      this.#endTimer = this.#parts.after(() => this.flush(), Math.max(error.retryAfterMs ?? 0, retryMs * this.#tries));
      return;
    }
    this.#next();
    this.#parts.gaveUp(error.code ?? 'network');
    this.flush();
  }
}

/** @param {{code?: string, retryable?: boolean}} error */
function isWorthTrying(error) {
  return error.retryable === true || error.code === 'network' || error.code === 'offline' || error.code === 'timeout';
}
