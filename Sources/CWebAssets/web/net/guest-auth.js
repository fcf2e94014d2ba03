// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Who came by an invitation: a guest of one room, by a token that is good for this tab alone and cannot be renewed.
// Invitation and token are kept for the tab, so that a reload is the same guest.

import {askForJSON} from './api.js';
import {PlenaryError} from './errors.js';

/**
 * @typedef {object} Guest
 * @property {string} participant  `guest:77`
 * @property {string} room  the only one that the guest may enter
 * @property {string} name
 */

/** @typedef {Guest & {invitation: string, accessToken: string, expiresAt: number}} KeptGuest */

const INVITATION_KEY = 'plenary.invitation';
const GUEST_KEY = 'plenary.guest';
/** A token with less than this left is over: nothing could be done with it. */
const OVER_MS = 30_000;

/**
 * The code of an invitation in the fragment of its link. What a mail program or a sentence put after it is let go.
 * @param {string} fragment  with or without `#`
 * @returns {string|null}
 */
export function invitationOf(fragment) {
  return /^#?([A-Za-z0-9_-]{32})(?![A-Za-z0-9_-])/.exec(fragment)?.[1] ?? null;
}

/**
 * The six digits of a PIN, with spaces or dashes between, also in full width.
 * @param {string} text
 * @returns {string|null}
 */
export function pinOf(text) {
  const digits = text.normalize('NFKC').replace(/[\s\-–—.]/g, '');
  return /^\d{6}$/.test(digits) ? digits : null;
}

/** Event: `changed` when `guest` changed. */
export class GuestAuth extends EventTarget {
  #storage;
  /** @type {KeptGuest|null} */
  #kept = null;

  /** @param {Pick<Storage, 'getItem'|'setItem'|'removeItem'>} [storage]  of the tab */
  constructor(storage = tabStorage()) {
    super();
    this.#storage = storage;
    /**
     * The code of the link that was opened last.
     * @type {string|null}
     */
    this.invitation = invitationOf(this.#read(INVITATION_KEY) ?? '');
    this.#restore();
  }

  /**
   * Who this tab is in the room of the invitation.
   * @returns {Guest|null}
   */
  get guest() {
    return this.#kept?.invitation === this.invitation ? this.#kept : null;
  }

  /**
   * Takes in the fragment of a link. Without one the last counts; with a broken one, none does.
   * @param {string} fragment
   */
  open(fragment) {
    if (fragment === '' || fragment === '#') return;
    this.invitation = invitationOf(fragment);
    this.#write(INVITATION_KEY, this.invitation);
  }

  /**
   * Becomes a guest.
   * @param {string} pin  six digits
   * @param {string} name  1 to 64 characters
   * @returns {Promise<void>}
   */
  async enter(pin, name) {
    const {invitation} = this;
    if (!invitation) throw new PlenaryError('invitation_wrong');
    const {body, offsetMs} = await askForJSON('POST', '/auth/guest', {invitation, pin, name});
    const {accessToken, expiresAt, participant, room} = body;
    this.#keep({invitation, accessToken, expiresAt: expiresAt - offsetMs, participant, room, name});
  }

  /** Is no guest any more; the invitation may be used again. */
  forget() {
    if (this.#kept) this.#keep(null);
  }

  /**
   * The token, while it is good for at least `validForMs` more. There is no other: one that the server did not take,
   * which is when a fresh one is asked for, is over.
   * @param {number} [validForMs]
   * @returns {Promise<string>}
   * @throws {PlenaryError} `token_invalid`: name and PIN are asked for again
   */
  async accessToken(validForMs = OVER_MS) {
    const kept = this.#kept;
    const remainingMs = kept ? kept.expiresAt - Date.now() : 0;
    if (remainingMs < OVER_MS || validForMs === Infinity) this.forget();
    if (!kept || remainingMs < validForMs) throw new PlenaryError('token_invalid');
    return kept.accessToken;
  }

  /** @param {KeptGuest|null} kept */
  #keep(kept) {
    this.#kept = kept;
    this.#write(GUEST_KEY, kept && JSON.stringify(kept));
    this.dispatchEvent(new CustomEvent('changed'));
  }

  /** What is stored is checked: it may be of another version. */
  #restore() {
    try {
      const kept = JSON.parse(this.#read(GUEST_KEY) ?? 'null');
      const isWhole = typeof kept?.accessToken === 'string' && typeof kept.participant === 'string'
        && typeof kept.name === 'string' && typeof kept.invitation === 'string' && /^\d{9}$/.test(kept.room);
      if (isWhole && kept.expiresAt - Date.now() >= OVER_MS) this.#kept = kept;
    } catch {
      // Nothing that could be used.
    }
  }

  /** @param {string} key */
  #read(key) {
    try {
      return this.#storage.getItem(key);
    } catch {
      return null;
    }
  }

  /**
   * @param {string} key
   * @param {string|null} value
   */
  #write(key, value) {
    try {
      if (value === null) this.#storage.removeItem(key);
      else this.#storage.setItem(key, value);
    } catch {
      // A browser that keeps nothing asks again after a reload.
    }
  }
}

/** Some browsers refuse even to name it. */
function tabStorage() {
  try {
    return sessionStorage;
  } catch {
    return {getItem: () => null, setItem() {}, removeItem() {}};
  }
}
