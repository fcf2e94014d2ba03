// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Who is signed in, and the tokens that prove it. The access token lives in memory alone; the refresh token is a cookie
// that scripts cannot read (docs/protocol.md, "HTTP").

import {askForJSON} from './api.js';
import {PlenaryError} from './errors.js';

/**
 * @typedef {object} Account
 * @property {string} participant  `account:17`
 * @property {string} account  the name to sign in with
 * @property {string} name  the name that others see
 * @property {string[]} unit  names of the units, root first
 * @property {boolean} mayCreateRooms
 */

/** @typedef {{room: string, title: string, link: string, createdAt: number}} RoomListing */

const COOKIE_LOCK = 'plenary-refresh';

/** Event: `changed` when `account` changed. */
export class Auth extends EventTarget {
  /** @type {{value: string, expiresAt: number}|null} */
  #token = null;
  /** @type {Promise<void>|null} */
  #refreshing = null;
  /** Counts sign-ins and sign-outs: what was asked before the last one is of no use. */
  #generation = 0;

  constructor() {
    super();
    /**
     * Who is signed in.
     * @type {Account|null}
     */
    this.account = null;
  }

  /**
   * Signs in by the cookie, if there is a good one. False when somebody has to sign in.
   * @returns {Promise<boolean>}
   * @throws {PlenaryError} `network`, `timeout`: the server could not be asked
   */
  async restore() {
    try {
      await this.#refresh();
      await this.#loadAccount();
      return true;
    } catch (caught) {
      const error = PlenaryError.from(caught);
      if (error.code === 'token_invalid') return false;
      throw error;
    }
  }

  /**
   * @param {string} identifier  account name, employee number or phone number
   * @param {string} password
   * @returns {Promise<void>}
   */
  async signIn(identifier, password) {
    this.#generation += 1;
    // Under the lock: a renewal of another tab must not put the cookie before back.
    const {body, offsetMs} = await this.#locked(() => askForJSON('POST', '/auth/token', {identifier, password}));
    this.#keep(body, offsetMs);
    await this.#loadAccount();
  }

  /**
   * Forgets who was signed in, also where the server cannot be told.
   * @returns {Promise<void>}
   */
  async signOut() {
    this.#generation += 1;
    this.#token = null;
    this.#setAccount(null);
    await this.#locked(() => askForJSON('POST', '/auth/sign-out'));
  }

  /**
   * An access token that is good for at least `validForMs` more, or as long as a new one is.
   * @param {number} [validForMs]
   * @returns {Promise<string>}
   * @throws {PlenaryError} `token_invalid`: somebody has to sign in
   */
  async accessToken(validForMs = 30_000) {
    if (!this.#token || this.#token.expiresAt - Date.now() < validForMs) await this.#refresh();
    if (!this.#token) throw new PlenaryError('token_invalid');
    return this.#token.value;
  }

  /** @returns {Promise<{rooms: RoomListing[], mayCreate: boolean}>} */
  async rooms() {
    return (await this.#askSignedIn('/rooms')).body;
  }

  async #loadAccount() {
    const {body} = await this.#askSignedIn('/me');
    this.#setAccount({
      participant: body.account,
      account: body.name,
      name: body.displayName ?? body.name,
      unit: body.unit,
      mayCreateRooms: body.mayCreateRooms,
    });
  }

  /** @param {Account|null} account */
  #setAccount(account) {
    if (account === null && this.account === null) return;
    this.account = account;
    this.dispatchEvent(new CustomEvent('changed'));
  }

  /**
   * Spends the cookie for a new one: once at a time in this page, and in all pages of this browser, because a cookie
   * that is shown twice looks stolen.
   */
  #refresh() {
    const generation = this.#generation;
    this.#refreshing ??= this.#locked(() => this.#spendCookie(generation)).finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  /** @param {number} generation  when it was asked for: a later sign-in or sign-out has the last word */
  async #spendCookie(generation) {
    if (generation !== this.#generation) return;
    try {
      const {body, offsetMs} = await askForJSON('POST', '/auth/refresh');
      if (generation !== this.#generation) return;
      // Another tab signed in as somebody else, and the cookie is theirs.
      if (this.account && body.participant !== this.account.participant) throw new PlenaryError('token_invalid');
      this.#keep(body, offsetMs);
    } catch (caught) {
      if (generation !== this.#generation) return;
      const error = PlenaryError.from(caught);
      // Reused: the answer to an earlier renewal was lost. Either way somebody has to sign in.
      if (error.code !== 'token_invalid' && error.code !== 'token_reused') throw error;
      this.#token = null;
      this.#setAccount(null);
      throw new PlenaryError('token_invalid');
    }
  }

  /**
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  async #locked(work) {
    // Only secure contexts have locks; where there are none, one page at a time is the best there is.
    if (!('locks' in navigator)) return work();
    return navigator.locks.request(COOKIE_LOCK, work);
  }

  /**
   * @param {{accessToken: string, expiresAt: number}} answer
   * @param {number} offsetMs  how far the server's clock is ahead
   */
  #keep({accessToken, expiresAt}, offsetMs) {
    this.#token = {value: accessToken, expiresAt: expiresAt - offsetMs};
  }

  /** @param {string} path */
  async #askSignedIn(path) {
    const token = await this.accessToken();
    try {
      return await askForJSON('GET', path, undefined, token);
    } catch (caught) {
      if (PlenaryError.from(caught).code !== 'token_invalid') throw caught;
    }
    // Revoked, or this computer's clock was set: the cookie may still be good.
    this.#token = null;
    return askForJSON('GET', path, undefined, await this.accessToken());
  }
}
