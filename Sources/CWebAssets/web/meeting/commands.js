// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Carries out what an operator asks, and shows each receipt in words until nothing is waited for any more.

import { errorText, formatList, t } from '../i18n/index.js';
import { nameOf } from './names.js';
import { on } from '../dom.js';

/** @typedef {import('./context.js').Session} Session */
/** @typedef {import('./context.js').RoomModel} RoomModel */
/** @typedef {import('./notices.js').Notices} Notices */
/** @typedef {import('./notices.js').NoticeHandle} NoticeHandle */
/** @typedef {import('../room/types.js').Receipt} Receipt */
/** @typedef {import('../room/types.js').Progress} Progress */
/**
 * A command whose receipt, or the rest of it, is waited for.
 * @typedef {object} Waiting
 * @property {Receipt | null} receipt
 * @property {Progress | null} progress
 * @property {string} what
 * @property {NoticeHandle} notice
 * @property {boolean} isAboutParticipants
 */

/** Commands whose progress is followed; the oldest is given up past that. */
const followedMax = 32;
/** Names listed in one receipt; the count says how many there are. */
const namesMax = 5;
/** They count nobody: what they did is done. */
const aboutRoom = new Set(['control.lock', 'control.unlock', 'control.end']);

export class Commands {
  #session;
  #model;
  #notices;
  /**
   * By key.
   * @type {Map<string, Waiting>}
   */
  #waiting = new Map();

  /**
   * @param {Session} session
   * @param {RoomModel} model
   * @param {Notices} notices
   * @param {AbortSignal} signal
   */
  constructor(session, model, notices, signal) {
    this.#session = session;
    this.#model = model;
    this.#notices = notices;
    on(model, 'progress', (/** @type {CustomEvent<Progress>} */ event) => this.#progressed(event.detail), { signal });
    signal.addEventListener('abort', () => this.#waiting.clear(), { once: true });
  }

  /**
   * Sends a command whose effect everybody sees anyway, such as one's own hand; only a refusal is shown.
   * @param {string} method
   * @param {Record<string, unknown>} [params]
   * @returns {Promise<boolean>} Whether it was done.
   */
  async quietly(method, params = {}) {
    try {
      await this.#session.command(method, { room: this.#model.room, ...params });
      return true;
    } catch (error) {
      this.#notices.show({ title: errorText(error), tone: 'danger' });
      return false;
    }
  }

  /**
   * Sends a command and shows its receipt.
   * @param {string} what What is asked, in words.
   * @param {string} method
   * @param {Record<string, unknown>} [params]
   * @returns {Promise<boolean>} Whether there was a receipt.
   */
  async run(what, method, params = {}) {
    const key = crypto.randomUUID();
    const notice = this.#notices.show({ title: what, lines: [t('meeting.receipt.running')], sticky: true });
    /** @type {Waiting} */
    const waiting = { receipt: null, progress: null, what, notice, isAboutParticipants: !aboutRoom.has(method) };
    this.#follow(key, waiting);
    try {
      waiting.receipt = await this.#session.command(method, { room: this.#model.room, ...params, key });
      this.#show(key, waiting);
      return true;
    } catch (error) {
      this.#waiting.delete(key);
      notice.update({ title: what, lines: [errorText(error)], tone: 'danger' });
      return false;
    }
  }

  /**
   * @param {string} key
   * @param {Waiting} waiting
   */
  #follow(key, waiting) {
    this.#waiting.set(key, waiting);
    if (this.#waiting.size <= followedMax) return;
    const [[oldest, { notice }]] = this.#waiting;
    this.#waiting.delete(oldest);
    notice.close();
  }

  /** @param {Progress} progress */
  #progressed(progress) {
    const waiting = this.#waiting.get(progress.key);
    if (!waiting) return;
    waiting.progress = progress; // It may come before the receipt: both are counted from the same command.
    if (waiting.receipt) this.#show(progress.key, waiting);
  }

  /**
   * @param {string} key
   * @param {Waiting} waiting
   */
  #show(key, waiting) {
    const receipt = /** @type {Receipt} */ (waiting.receipt);
    const { applied, pending } = waiting.progress ?? receipt;
    if (pending === 0) this.#waiting.delete(key);
    waiting.notice.update({
      title: waiting.what,
      lines: receiptLines({ ...receipt, applied, pending }, (participant) => nameOf(this.#model, participant),
        waiting.isAboutParticipants),
      tone: receipt.refused.length > 0 ? 'warning' : pending > 0 ? 'info' : 'success',
      sticky: pending > 0,
    });
  }
}

/**
 * A receipt in words: how many, who not and why, and whether it is more than a request.
 * @param {Receipt} receipt
 * @param {(participant: string) => string} nameOfParticipant
 * @param {boolean} [isAboutParticipants] A command about the room alone counts nobody.
 * @returns {string[]}
 */
export function receiptLines(receipt, nameOfParticipant, isAboutParticipants = true) {
  const { applied, pending, refused, enforcement } = receipt;
  const counts = [];
  if (isAboutParticipants || applied > 0 || pending > 0) counts.push(t('meeting.receipt.applied', { count: applied }));
  if (pending > 0) counts.push(t('meeting.receipt.pending', { count: pending }));
  if (refused.length > 0) {
    const list = formatList(refused.slice(0, namesMax).map(({ participant, code }) =>
      t('meeting.receipt.because', { name: nameOfParticipant(participant), reason: errorText({ code }) })));
    counts.push(t('meeting.receipt.refused', { count: refused.length, list }));
  }
  const lines = [counts.length === 0 ? t('meeting.receipt.done') : joined(counts)];
  if (enforcement === 'request') lines.push(t('meeting.receipt.request'));
  return lines;
}

/** @param {string[]} counts */
function joined(counts) {
  return counts.join(t('meeting.receipt.separator'));
}
