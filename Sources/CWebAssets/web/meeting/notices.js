// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Short messages at the edge of the stage: receipts, who muted whom, what went wrong. They are read out as they come,
// stay long enough to be read, and longer while the pointer or the focus is on them.

import { h, icon, fill, on } from '../dom.js';
import { t } from '../i18n/index.js';

/** @typedef {'info' | 'success' | 'warning' | 'danger'} Tone */
/**
 * `key` names a notice that replaces an earlier one with the same key; `sticky` keeps it until it is updated; `action`
 * is a button that also closes it.
 * @typedef {{title: string, lines?: string[], tone?: Tone, sticky?: boolean, key?: string,
 *   action?: {label: string, run: () => void}}} NoticeContent
 */
/** @typedef {{update(content: NoticeContent): void, close(): void}} NoticeHandle */

/** More would hide the meeting: the oldest go. */
const noticesMax = 4;
const shownMs = 10_000;
/** What went as it was asked needs less time. */
const successMs = 6_000;
const icons = { info: 'info', success: 'check', warning: 'warning', danger: 'warning' };

export class Notices {
  /** @type {Notice[]} */
  #shown = [];

  constructor() {
    this.element = h('div', {
      class: 'notices', role: 'status', 'aria-live': 'polite', 'aria-atomic': 'false',
      'aria-label': t('meeting.notices'),
    });
  }

  /**
   * @param {NoticeContent} content
   * @returns {NoticeHandle}
   */
  show(content) {
    const same = content.key === undefined ? undefined : this.#shown.find((each) => each.key === content.key);
    same?.close();
    const notice = new Notice(content, (closed) => {
      this.#shown = this.#shown.filter((each) => each !== closed);
    });
    this.#shown.push(notice);
    this.element.append(notice.element);
    if (this.#shown.length > noticesMax) {
      const oldest = this.#shown.slice(0, -1).find((each) => !each.isSticky) ?? this.#shown[0];
      oldest.close();
    }
    return notice;
  }

  /** Ends all timers. */
  clear() {
    for (const notice of [...this.#shown]) notice.close();
  }
}

class Notice {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #isHeld = false;
  #isClosed = false;
  /** @type {(notice: Notice) => void} */
  #closed;
  #body = h('div', { class: 'notice__body' });

  /**
   * @param {NoticeContent} content
   * @param {(notice: Notice) => void} closed
   */
  constructor(content, closed) {
    this.key = content.key;
    this.isSticky = false;
    this.#closed = closed;
    const dismiss = h('button', {
      type: 'button', class: 'icon-button notice__dismiss', 'aria-label': t('meeting.dismiss'),
    }, icon('close'));
    this.element = h('div', { class: 'notice' }, this.#body, dismiss);
    on(dismiss, 'click', () => this.close());
    for (const type of ['pointerenter', 'focusin']) on(this.element, type, () => this.#hold(true));
    for (const type of ['pointerleave', 'focusout']) on(this.element, type, () => this.#hold(false));
    this.update(content);
  }

  /** @param {NoticeContent} content */
  update(content) {
    if (this.#isClosed) return;
    const tone = content.tone ?? 'info';
    this.isSticky = content.sticky ?? false;
    this.element.dataset.tone = tone;
    fill(this.#body, icon(icons[tone]), h('div', { class: 'notice__text' },
      h('p', { class: 'notice__title' }, content.title),
      (content.lines ?? []).map((line) => h('p', null, line)),
      content.action ? this.#button(content.action) : null));
    this.#arm();
  }

  /**
   * @param {{label: string, run: () => void}} action
   * @returns {HTMLButtonElement}
   */
  #button({ label, run }) {
    const button = h('button', { type: 'button', class: 'button notice__action' }, label);
    on(button, 'click', () => {
      this.close();
      run();
    });
    return button;
  }

  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.element.remove();
    this.#closed(this);
  }

  /** @param {boolean} isHeld */
  #hold(isHeld) {
    this.#isHeld = isHeld;
    this.#arm();
  }

  #arm() {
    clearTimeout(this.#timer);
    if (!this.isSticky && !this.#isHeld && !this.#isClosed) {
      this.#timer = setTimeout(() => this.close(), this.element.dataset.tone === 'success' ? successMs : shownMs);
    }
  }
}
