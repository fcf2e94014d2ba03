// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Search in the roster, as fast as somebody types and the server allows: two a second.

import { h, icon, on, uniqueID } from '../dom.js';
import { errorText, t } from '../i18n/index.js';
import { KeyedList } from './keyed-list.js';
import { EntryRow } from './roster-entry.js';

/** @typedef {import('./context.js').MeetingContext} MeetingContext */
/** @typedef {import('../room/types.js').Entry} Entry */

const typingMs = 300;
const betweenMs = 600;
const queryMax = 64;

export class RosterSearch {
  #context;
  #field;
  #state = h('p', { class: 'search__state quiet small', role: 'status' });
  #list;
  /** @type {KeyedList<Entry>} */
  #entries;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #askedAt = 0;
  /** What was asked last; the answer to anything else is late. */
  #asked = '';
  #switched;

  /**
   * @param {MeetingContext} context
   * @param {(isSearching: boolean) => void} switched
   */
  constructor(context, switched) {
    this.#context = context;
    this.#switched = switched;
    const hint = uniqueID('hint');
    this.#field = h('input', {
      class: 'input', type: 'search', maxlength: queryMax, autocomplete: 'off', 'aria-label': t('meeting.search'),
      placeholder: t('meeting.search'), 'aria-describedby': hint,
    });
    this.#list = h('ul', { class: 'plain search__results', 'aria-label': t('meeting.results'), hidden: true });
    this.element = h('div', { class: 'search', role: 'search' },
      h('div', { class: 'search__field' }, icon('search'), this.#field),
      h('p', { id: hint, class: 'search__hint quiet small' }, t('meeting.searchHint')), this.#state, this.#list);
    this.#entries = new KeyedList(this.#list, (entry) => entry.participant, (entry) => new EntryRow(context, entry));
    on(this.#field, 'input', () => this.#typed());
    // Results are a photograph; they are taken again when the room changes.
    on(context.model, 'room', () => this.#again(), { signal: context.signal });
    context.signal.addEventListener('abort', () => clearTimeout(this.#timer), { once: true });
  }

  focus() {
    this.#field.focus();
  }

  get #query() {
    return this.#field.value.trim();
  }

  #typed() {
    clearTimeout(this.#timer);
    const isSearching = this.#query !== '';
    this.#switched(isSearching);
    this.#list.hidden = !isSearching;
    if (!isSearching) {
      this.#asked = '';
      this.#entries.show([]);
      this.#state.textContent = '';
      return;
    }
    this.#state.textContent = t('meeting.searching');
    this.#soon(typingMs);
  }

  #again() {
    if (this.#query === '' || this.#query !== this.#asked) return;
    clearTimeout(this.#timer);
    this.#soon(2 * betweenMs);
  }

  /** @param {number} ms */
  #soon(ms) {
    const wait = Math.max(ms, this.#askedAt + betweenMs - Date.now());
    this.#timer = setTimeout(() => void this.#ask(), wait);
  }

  async #ask() {
    const query = this.#query;
    if (query === '') return;
    this.#asked = query;
    this.#askedAt = Date.now();
    try {
      const { matches, more } = await this.#context.model.search(query);
      if (query !== this.#asked) return;
      this.#entries.show(matches.map(({ entry }) => entry));
      this.#state.textContent = matches.length === 0 ? t('meeting.searchNone')
        : more ? t('meeting.searchMore') : t('meeting.searchCount', { count: matches.length });
    } catch (error) {
      if (query !== this.#asked || this.#context.signal.aborted) return;
      const { code, retryAfterMs } = /** @type {{code?: string, retryAfterMs?: number}} */ (error);
      if (code === 'rate_limited') this.#soon(retryAfterMs ?? betweenMs);
      else this.#state.textContent = errorText(error);
    }
  }
}
