// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Who is signed in, and the tokens that prove it. The access token lives in memory alone; the refresh token is a cookie
// that scripts cannot read.

/**
 * @typedef {object} Account
 * @property {string} participant  `account:17`
 * @property {string} account  the name to sign in with
 * @property {string} name  the name that others see
 * @property {string[]} unit  names of the units, root first
 * @property {boolean} mayCreateRooms
 */

/** @typedef {{room: string, title: string, link: string, createdAt: number}} RoomListing */

/** Event: `changed` when `account` changed. */
export class Auth extends EventTarget {
  constructor() {
    super();
    /** Who is signed in. @type {Account|null} */
    this.account = null;
  }

  /**
   * Signs in by the cookie, if there is a good one. False when somebody has to sign in.
   * @returns {Promise<boolean>}
   * @throws {PlenaryError} `network`, `timeout`: the server could not be asked
   */
  async restore() {
    throw new Error('unwritten');
  }

  /**
   * @param {string} _identifier  account name, employee number or phone number
   * @param {string} _password
   * @returns {Promise<void>}
   */
  async signIn(_identifier, _password) {
    throw new Error('unwritten');
  }

  /** @returns {Promise<void>} */
  async signOut() {
    throw new Error('unwritten');
  }

  /**
   * An access token that is good for at least `validForMs` more.
   * @param {number} [_validForMs]
   * @returns {Promise<string>}
   */
  async accessToken(_validForMs = 30_000) {
    throw new Error('unwritten');
  }

  /** @returns {Promise<{rooms: RoomListing[], mayCreate: boolean}>} */
  async rooms() {
    throw new Error('unwritten');
  }
}
