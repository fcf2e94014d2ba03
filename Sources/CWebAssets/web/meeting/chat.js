// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The tab "chat": what was said, what is being sent, and what could not be.

import { h, icon, on, uniqueID } from '../dom.js';
import { errorText, formatTime, t } from '../i18n/index.js';
import { KeyedList } from './keyed-list.js';
import { guestBadge } from './marks.js';

/** @typedef {import('./context.js').MeetingContext} MeetingContext */
/** @typedef {import('../room/types.js').ChatMessage} ChatMessage */
/** @typedef {import('../room/types.js').Receipt} Receipt */
/** @typedef {{key: string, text: string, state: 'sending' | 'failed', why: string, offset: number | null}} Draft */

export const chatBytesMax = 4_096;
/** Messages under way or failed at a time; past that sending waits. */
const draftsMax = 20;
/** From here on the counter is shown. */
const counterBytes = 3_072;
/** Failures after which the message may have arrived all the same: it is sent again with the same key. */
const unsure = new Set(['outcome_unknown', 'network', 'offline', 'timeout']);

const encoder = new TextEncoder();

/**
 * Bytes of UTF-8, which is what the server counts.
 * @param {string} text
 */
export function bytesOf(text) {
  return encoder.encode(text).length;
}

export class Chat {
  #context;
  /** @type {Draft[]} */
  #drafts = [];
  #messages = h('ol', { class: 'plain chat__messages' });
  #unsent = h('ol', { class: 'plain chat__messages' });
  #none = h('p', { class: 'quiet chat__none' }, t('meeting.chatNone'));
  #log;
  #field;
  #counter = h('p', { class: 'chat__counter small', hidden: true });
  #send;
  #fresh;
  #isShown = false;
  /** The newest message that was seen. */
  #seen;
  /** @type {() => void} */
  unreadChanged = () => {};
  /** @type {KeyedList<ChatMessage>} */
  #list;
  /** @type {KeyedList<Draft>} */
  #draftList;

  /** @param {MeetingContext} context */
  constructor(context) {
    this.#context = context;
    const { model, signal } = context;
    // What was said before one came is no news.
    this.#seen = model.state.chat[model.state.chat.length - 1]?.offset ?? 0;
    this.#log = h('div', { class: 'chat__log', role: 'log', 'aria-label': t('meeting.chatLog'), tabindex: '0' },
      this.#none, this.#messages, this.#unsent);
    this.#fresh = h('button', { type: 'button', class: 'button chat__fresh', hidden: true },
      icon('chevron-down'), t('meeting.newMessages'));
    const hint = uniqueID('hint');
    const counter = uniqueID('counter');
    this.#counter.id = counter;
    this.#field = h('textarea', {
      class: 'textarea chat__field', rows: 2, 'aria-label': t('meeting.chatField'), placeholder: t('meeting.chatField'),
      'aria-describedby': `${hint} ${counter}`, enterkeyhint: 'send',
    });
    this.#send = h('button', { type: 'submit', class: 'button button--primary chat__send', disabled: true },
      icon('send'), t('meeting.send'));
    const form = h('form', { class: 'chat__form' }, this.#field, this.#counter,
      h('div', { class: 'chat__foot' },
        h('p', { id: hint, class: 'quiet chat__hint' }, t('meeting.chatHint')), this.#send));
    this.element = h('div', { class: 'chat' }, this.#log, this.#fresh, form);
    this.#list = new KeyedList(this.#messages, (message) => message.offset, (message) => this.#makeMessage(message));
    this.#draftList = new KeyedList(this.#unsent, (draft) => draft.key, (draft) => this.#makeDraft(draft));
    on(form, 'submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    on(this.#field, 'input', () => this.#count());
    on(this.#field, 'keydown', (/** @type {KeyboardEvent} */ event) => {
      // Enter that ends the choice of a Chinese character is none that sends.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.#submit();
    });
    on(this.#fresh, 'click', () => this.#toEnd());
    on(this.#log, 'scroll', () => {
      if (this.#isAtEnd()) this.#fresh.hidden = true;
    }, { passive: true });
    for (const type of ['chat', 'room']) on(model, type, () => this.#update(), { signal });
    this.#update();
  }

  /** Messages of others that came while the chat was not on the screen. */
  get unread() {
    if (this.#isShown) return 0;
    const { state, me } = this.#context.model;
    let count = 0;
    for (let index = state.chat.length - 1; index >= 0 && state.chat[index].offset > this.#seen; index -= 1) {
      if (state.chat[index].from !== me.participant) count += 1;
    }
    return count;
  }

  /** @param {boolean} isShown */
  setShown(isShown) {
    this.#isShown = isShown;
    if (!isShown) return;
    // What is drawn at once was said long ago; only what comes from now on is read out.
    this.#log.setAttribute('aria-live', 'off');
    this.#update();
    this.#toEnd();
    requestAnimationFrame(() => this.#log.setAttribute('aria-live', 'polite'));
  }

  focus() {
    this.#field.focus();
  }

  #update() {
    const { chat } = this.#context.model.state;
    const newest = chat[chat.length - 1]?.offset ?? 0;
    // A draft has done its work when its message is there, or has been there and is too old to be kept.
    this.#drafts = this.#drafts.filter((draft) => draft.offset === null || draft.offset > newest);
    if (this.#isShown) this.#render(newest);
    this.unreadChanged();
  }

  /**
   * Nothing is drawn while nobody looks.
   * @param {number} newest
   */
  #render(newest) {
    const { chat } = this.#context.model.state;
    const wasAtEnd = this.#isAtEnd();
    this.#list.show(chat);
    this.#draftList.show(this.#drafts);
    this.#none.hidden = chat.length + this.#drafts.length > 0;
    if (wasAtEnd) this.#toEnd();
    else if (newest > this.#seen) this.#fresh.hidden = false;
    this.#seen = newest;
  }

  #isAtEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.#log;
    return scrollHeight - scrollTop - clientHeight < 48;
  }

  #toEnd() {
    this.#log.scrollTop = this.#log.scrollHeight;
    this.#fresh.hidden = true;
  }

  // MARK: Sending

  #count() {
    const bytes = bytesOf(this.#field.value.trim());
    const isTooLong = bytes > chatBytesMax;
    this.#counter.hidden = bytes < counterBytes;
    this.#counter.textContent = bytes < counterBytes ? ''
      : t(isTooLong ? 'meeting.chatTooLong' : 'meeting.chatBytes', { bytes, limit: chatBytesMax });
    this.#counter.classList.toggle('chat__counter--over', isTooLong);
    this.#field.setAttribute('aria-invalid', String(isTooLong));
    this.#send.disabled = bytes === 0 || isTooLong;
  }

  #submit() {
    const text = this.#field.value.trim();
    const bytes = bytesOf(text);
    if (bytes === 0 || bytes > chatBytesMax || this.#drafts.length >= draftsMax) return;
    this.#field.value = '';
    this.#count();
    /** @type {Draft} */
    const draft = { key: crypto.randomUUID(), text, state: 'sending', why: '', offset: null };
    this.#drafts.push(draft);
    this.#update();
    this.#toEnd();
    void this.#post(draft);
  }

  /** @param {Draft} draft */
  async #post(draft) {
    const { session, model } = this.#context;
    try {
      /** @type {Receipt} */
      const receipt = await session.command('chat.send', { room: model.room, text: draft.text, key: draft.key });
      draft.offset = receipt.offset;
    } catch (error) {
      draft.state = 'failed';
      draft.why = errorText(error);
      if (!unsure.has(/** @type {{code?: string}} */ (error).code ?? '')) {
        // Refused for good under this key: what is sent again is another command.
        this.#drafts = this.#drafts.map((each) => (each === draft ? { ...draft, key: crypto.randomUUID() } : each));
      }
    }
    this.#update();
  }

  /** @param {string} key */
  #sendAgain(key) {
    const draft = this.#drafts.find((each) => each.key === key);
    if (!draft || draft.state !== 'failed') return;
    draft.state = 'sending';
    draft.why = '';
    this.#update();
    void this.#post(draft);
  }

  /** @param {string} key */
  #discard(key) {
    this.#drafts = this.#drafts.filter((each) => each.key !== key);
    this.#update();
    this.focus();
  }

  // MARK: Rows

  /** @param {ChatMessage} message */
  #makeMessage({ from, name, at, text }) {
    const isOwn = from === this.#context.model.me.participant;
    const element = h('li', { class: isOwn ? 'chat-line chat-line--own' : 'chat-line' },
      h('p', { class: 'message__head' }, h('strong', null, isOwn ? t('meeting.you', { name }) : name),
        guestBadge(from),
        h('time', { class: 'quiet number', datetime: new Date(at).toISOString() }, formatTime(at))),
      h('p', { class: 'message__text' }, text));
    return { element, update() {} };
  }

  /** @param {Draft} draft */
  #makeDraft({ key, text }) {
    const state = h('span', { class: 'message__state' });
    const again = h('button', { type: 'button', class: 'button message__button' },
      icon('refresh'), t('meeting.sendAgain'));
    const discard = h('button', { type: 'button', class: 'button message__button' }, t('meeting.discard'));
    const buttons = h('div', { class: 'row' }, again, discard);
    on(again, 'click', () => this.#sendAgain(key));
    on(discard, 'click', () => this.#discard(key));
    const element = h('li', { class: 'chat-line chat-line--own chat-line--draft' },
      h('p', { class: 'message__text' }, text), state, buttons);
    const update = (/** @type {Draft} */ draft) => {
      const isFailed = draft.state === 'failed';
      element.classList.toggle('chat-line--failed', isFailed);
      state.textContent = isFailed ? `${t('meeting.notSent')} ${draft.why}` : t('meeting.sending');
      buttons.hidden = !isFailed;
    };
    const draft = this.#drafts.find((each) => each.key === key);
    if (draft) update(draft);
    return { element, update };
  }
}
