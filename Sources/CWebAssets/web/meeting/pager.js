// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Below the pictures: which page of them is shown, how many are not among them, and that the media server is away.

import { h, icon, on } from '../dom.js';
import { t } from '../i18n/index.js';

/** @typedef {import('./view.js').View} View */

export class Pager {
  #back = h('button', { type: 'button', class: 'icon-button', 'aria-label': t('meeting.pageBack') },
    icon('chevron-left'));
  #on = h('button', { type: 'button', class: 'icon-button', 'aria-label': t('meeting.pageOn') },
    icon('chevron-right'));
  #page = h('span', { class: 'number' });
  #pages = h('div', { class: 'pager__pages' }, this.#back, this.#page, this.#on);
  #more = h('p', { class: 'pager__more' });
  #away = h('p', { class: 'pager__away', role: 'status' });

  /** @param {View} view */
  constructor(view) {
    this.element = h('div', { class: 'pager' }, this.#away, this.#pages, this.#more);
    on(this.#back, 'click', () => {
      view.page = this.at - 1;
    });
    on(this.#on, 'click', () => {
      view.page = this.at + 1;
    });
    this.at = 0;
  }

  /** @param {{page: number, pages: number, more: number, isAway: boolean}} facts */
  update({ page, pages, more, isAway }) {
    this.at = page;
    this.element.hidden = pages === 1 && more === 0 && !isAway;
    this.#pages.hidden = pages === 1;
    this.#back.disabled = page === 0;
    this.#on.disabled = page === pages - 1;
    this.#page.textContent = t('meeting.pageOf', { page: page + 1, pages });
    this.#more.hidden = more === 0;
    this.#more.textContent = more === 0 ? '' : t('meeting.moreInList', { count: more });
    this.#away.hidden = !isAway;
    this.#away.textContent = isAway ? t('meeting.mediaAway') : '';
  }
}
