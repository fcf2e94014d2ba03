// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Asks the server over HTTPS (docs/protocol.md, "HTTP"). Whatever fails is a `PlenaryError`.

import {PlenaryError} from './errors.js';

const API = '/api/v1';
const TIMEOUT_MS = 15_000;

/**
 * tsc 4.8 does not know `AbortSignal.timeout`.
 * @param {number} ms
 * @returns {AbortSignal}
 */
function timeoutSignal(ms) {
  return /** @type {{timeout(ms: number): AbortSignal}} */ (/** @type {unknown} */ (AbortSignal)).timeout(ms);
}

/**
 * @param {'GET'|'POST'} method
 * @param {string} path
 * @param {object} [body]
 * @param {string} [token]
 * @returns {Promise<Response>}  a success
 * @throws {PlenaryError}  `network`, `timeout`, or what the problem document says
 */
export async function ask(method, path, body, token) {
  /** @type {Record<string, string>} */
  const headers = {Accept: 'application/json'};
  if (body) headers['Content-Type'] = 'application/json';
  if (token) headers.Authorization = `Bearer ${token}`;
  try {
    const response = await fetch(API + path, {
      method, headers, body: body && JSON.stringify(body), cache: 'no-store', credentials: 'same-origin',
      signal: timeoutSignal(TIMEOUT_MS),
    });
    if (!response.ok) throw PlenaryError.fromProblem(response.status, await response.json().catch(() => null));
    return response;
  } catch (caught) {
    throw PlenaryError.from(caught);
  }
}

/**
 * @param {'GET'|'POST'} method
 * @param {string} path
 * @param {object} [body]
 * @param {string} [token]
 * @returns {Promise<{body: any, offsetMs: number}>}  and how far the server's clock is ahead
 */
export async function askForJSON(method, path, body, token) {
  const response = await ask(method, path, body, token);
  const parsed = response.status === 204 ? null : await response.json().catch(() => null);
  const serverTime = Date.parse(response.headers.get('Date') ?? '');
  return {body: parsed, offsetMs: Number.isNaN(serverTime) ? 0 : serverTime - Date.now()};
}
