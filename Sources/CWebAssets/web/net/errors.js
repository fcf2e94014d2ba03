// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// One kind of error for everything that is refused or fails: HTTP problems, answers of the WebSocket, and the network.

/** Codes of this page's own, beside those of docs/protocol.md: nothing was answered. */
const RETRYABLE_HERE = new Set(['network', 'offline', 'timeout']);

/**
 * A place in a room's join queue (docs/protocol.md, "Join queue"): 1 is the next.
 * @typedef {{position: number, waitMs: number}} QueuePlace
 */

/**
 * A refusal or a failure. `code` decides what the page says (docs/protocol.md, "Errors"); `message` is for programmers.
 */
export class PlenaryError extends Error {
  /**
   * @param {string} code  `data.code` of docs/protocol.md, or `network`, `offline`, `timeout`, `ended`, `withdrawn`
   * @param {{message?: string, retryable?: boolean, retryAfterMs?: number, details?: string, queue?: QueuePlace,
   *   cause?: unknown}} [facts]
   */
  constructor(code, facts = {}) {
    super(facts.message ?? code, facts.cause === undefined ? undefined : {cause: facts.cause});
    this.name = 'PlenaryError';
    /** @type {string} */
    this.code = code;
    /**
     * Whether the same request may succeed later.
     * @type {boolean}
     */
    this.retryable = facts.retryable ?? RETRYABLE_HERE.has(code);
    /** @type {number|undefined} */
    this.retryAfterMs = facts.retryAfterMs;
    /** @type {string|undefined} */
    this.details = facts.details;
    /**
     * With `join_queued`.
     * @type {QueuePlace|undefined}
     */
    this.queue = facts.queue;
  }

  /**
   * The error of a JSON-RPC answer.
   * @param {{code: number, message: string, data?: {code?: string, retryable?: boolean, retryAfterMs?: number,
   *   details?: string, queue?: QueuePlace}}} error
   */
  static fromAnswer(error) {
    const data = error.data ?? {};
    return new PlenaryError(data.code ?? 'internal_error', {
      message: error.message,
      retryable: data.retryable ?? false,
      retryAfterMs: data.retryAfterMs,
      details: data.details,
      queue: data.queue,
    });
  }

  /**
   * The error of a problem document (RFC 9457); anything else that is not a success counts as a fault of the server.
   * @param {number} status
   * @param {unknown} body  the parsed document, if there was one
   */
  static fromProblem(status, body) {
    const problem = /** @type {Record<string, any>} */ (typeof body === 'object' && body !== null ? body : {});
    const code = typeof problem.code === 'string' ? problem.code : 'internal_error';
    return new PlenaryError(code, {
      message: typeof problem.title === 'string' ? problem.title : `HTTP ${status}`,
      retryable: typeof problem.retryable === 'boolean' ? problem.retryable : status >= 500,
      retryAfterMs: typeof problem.retryAfterMs === 'number' ? problem.retryAfterMs : undefined,
    });
  }

  /**
   * Whatever was caught, as a `PlenaryError`.
   * @param {unknown} caught
   */
  static from(caught) {
    if (caught instanceof PlenaryError) return caught;
    const name = caught instanceof Error ? caught.name : '';
    const isTimeout = name === 'TimeoutError' || name === 'AbortError';
    return new PlenaryError(isTimeout ? 'timeout' : 'network', {message: String(caught), cause: caught});
  }
}
