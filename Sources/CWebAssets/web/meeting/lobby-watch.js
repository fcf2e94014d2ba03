// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Watches the lobby for who may let people in, and says that somebody waits: one notice, however many they are.

import { on } from '../dom.js';
import { t } from '../i18n/index.js';
import { hasNewcomer } from '../room/lobby-state.js';
import { isOperator } from '../room/permissions.js';

/** @typedef {import('./context.js').MeetingContext} MeetingContext */
/** @typedef {import('../room/types.js').Lobby} Lobby */
/** @typedef {import('./notices.js').NoticeHandle} NoticeHandle */

/** Guests that come one after the other are told together. */
const betweenMs = 5_000;
/** After the server could not let the lobby be watched just then. */
const againMs = 5_000;

export class LobbyWatch {
  #context;
  #look;
  #isWatching = false;
  /** @type {Lobby | null} */
  #seen = null;
  /** @type {NoticeHandle | null} */
  #notice = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #again;
  #isDue = false;

  /**
   * @param {MeetingContext} context
   * @param {() => void} look Shows who waits.
   */
  constructor(context, look) {
    this.#context = context;
    this.#look = look;
    const { model, signal } = context;
    on(model, 'room', () => this.#watch(), { signal });
    on(model, 'lobby', () => this.#update(), { signal });
    signal.addEventListener('abort', () => {
      clearTimeout(this.#timer);
      clearTimeout(this.#again);
    }, { once: true });
    this.#watch();
  }

  /** Another seat is seen to by the session: it watches again what was watched. */
  #watch() {
    const { model } = this.#context;
    if (this.#isWatching || !isOperator(model.me.role)) return;
    this.#isWatching = true;
    // Without it guests still knock; that nobody is told of them is no reason to disturb the meeting.
    model.watch(['lobby']).catch((error) => {
      console.info('the lobby is not watched', error.code);
      if (!error.retryable) return;
      this.#again = setTimeout(() => {
        this.#isWatching = false;
        this.#watch();
      }, Math.max(againMs, error.retryAfterMs ?? 0));
    });
  }

  #update() {
    const { lobby } = this.#context.model;
    const before = this.#seen;
    this.#seen = lobby;
    if (!lobby || lobby.waiting === 0) {
      this.#notice?.close();
      this.#notice = null;
      this.#isDue = false;
      clearTimeout(this.#timer);
      this.#timer = undefined; // Whoever comes next is told of at once.
    } else if (hasNewcomer(before, lobby)) {
      this.#isDue = true;
      if (this.#timer === undefined) this.#tell();
    }
  }

  #tell() {
    this.#timer = undefined;
    const count = this.#seen?.waiting ?? 0;
    if (!this.#isDue || count === 0) return;
    this.#isDue = false;
    this.#notice = this.#context.notices.show({
      title: t('lobby.count', { count }), key: 'lobby', action: { label: t('lobby.look'), run: this.#look },
    });
    this.#timer = setTimeout(() => this.#tell(), betweenMs);
  }
}
