// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The stage: a tile for this page and for each remote, or why there is none.

import { fill, h, icon, on } from '../dom.js';
import { t } from '../i18n/index.js';
import { orderedMute } from '../room/permissions.js';
import { roleOf } from './names.js';
import { Tile } from './tile.js';

/** @typedef {import('./context.js').MeetingContext} MeetingContext */
/** @typedef {import('./tile.js').TileFacts} TileFacts */

export class Tiles {
  #context;
  #ownName;
  /**
   * By session.
   * @type {Map<string, Tile>}
   */
  #tiles = new Map();
  #grid = h('div', { class: 'tiles' });
  #why = h('div', { class: 'stage__why', hidden: true });
  #alone = h('p', { class: 'stage__alone', hidden: true });
  #sound;
  #whyShown = '';

  /**
   * @param {MeetingContext} context
   * @param {string} ownName
   */
  constructor(context, ownName) {
    this.#context = context;
    this.#ownName = ownName;
    const start = h('button', { type: 'button', class: 'button button--primary' },
      icon('speaker'), t('meeting.startSound'));
    this.#sound = h('div', { class: 'stage__sound', hidden: true }, h('p', null, t('meeting.startSoundHint')), start);
    this.element = h('div', { class: 'stage__pictures' }, this.#grid, this.#why, this.#alone, this.#sound);
    const { model, media, local, signal } = context;
    on(start, 'click', () => this.#startSound());
    on(media, 'remotes', () => this.update(), { signal });
    on(model, 'room', () => this.update(), { signal });
    on(local, 'change', () => this.update(), { signal });
    signal.addEventListener('abort', () => this.#clear(), { once: true });
    this.update();
  }

  update() {
    const { media } = this.#context;
    const facts = this.#facts();
    const sessions = new Set(facts.map((each) => each.session));
    for (const [session, tile] of this.#tiles) {
      if (sessions.has(session)) continue;
      tile.close();
      this.#tiles.delete(session);
    }
    for (const each of facts) {
      const tile = this.#tiles.get(each.session);
      if (tile) tile.update(each);
      else this.#add(each);
    }
    this.#grid.dataset.count = String(facts.length);
    this.#grid.hidden = facts.length === 0;
    this.#alone.hidden = media.reason !== null || facts.length > 1;
    this.#alone.textContent = t('meeting.alone');
    this.#explain();
  }

  /** @param {TileFacts} facts */
  #add(facts) {
    const tile = new Tile(facts, () => {
      this.#sound.hidden = false;
    });
    this.#tiles.set(facts.session, tile);
    // One's own picture comes last, and playing elements are not moved.
    this.#grid.insertBefore(tile.element, facts.isOwn ? null : this.#grid.querySelector('.tile--own'));
  }

  /** Others first: one's own picture is the least of them. @returns {TileFacts[]} */
  #facts() {
    const { model, media, capture, local } = this.#context;
    if (media.reason !== null) return [];
    const { me, state } = model;
    const about = (/** @type {string} */ participant) => ({
      role: roleOf(model, participant),
      isOrderedMuted: orderedMute(state, participant) !== 'none',
      hasHand: state.floor.queue.some((each) => each.participant === participant),
      hasFloor: state.floor.holders.some((each) => each.participant === participant),
    });
    /** @type {TileFacts[]} */
    const facts = [...media.remotes.values()]
      .map((remote) => ({ ...remote, isOwn: false, ...about(remote.participant) }));
    facts.push({
      session: me.session, participant: me.participant, name: this.#ownName, isOwn: true, stream: capture.stream,
      state: 'connected', camera: local.camera, microphone: local.microphone, ...about(me.participant),
    });
    return facts;
  }

  #explain() {
    const { media, model } = this.#context;
    const shown = JSON.stringify([media.reason, model.state.media.mode, model.state.media.limit]);
    if (shown === this.#whyShown) return;
    this.#whyShown = shown;
    this.#why.hidden = media.reason === null;
    if (media.reason === null) return;
    const isOffered = media.reason === 'full' || model.state.media.mode === 'mesh';
    const text = isOffered ? `meeting.${media.reason}.text` : 'meeting.noMedia.text';
    fill(this.#why, icon('info'),
      h('h2', null, t(`meeting.${media.reason}.title`)),
      h('p', null, t(text, { limit: model.state.media.limit })));
  }

  #startSound() {
    this.#sound.hidden = true;
    for (const tile of this.#tiles.values()) tile.resume();
  }

  #clear() {
    for (const tile of this.#tiles.values()) tile.close();
    this.#tiles.clear();
  }
}
