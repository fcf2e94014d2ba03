// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The stage: tiles of those who can be seen, in the layout that was chosen, or why there is none. What has no tile is
// not decoded: the plane is told what is looked at.

import { fill, h, icon, on } from '../dom.js';
import { t } from '../i18n/index.js';
import { isExempt, isHidden, orderedMute } from '../room/permissions.js';
import { arrange } from './layout.js';
import { roleOf } from './names.js';
import { Pager } from './pager.js';
import { Sounds } from './sounds.js';
import { Tile } from './tile.js';

/** @typedef {import('./context.js').MeetingContext} MeetingContext */
/** @typedef {import('./tile.js').TileFacts} TileFacts */

export class Tiles {
  #context;
  #ownName;
  /**
   * By key.
   * @type {Map<string, Tile>}
   */
  #tiles = new Map();
  #grid = h('div', { class: 'tiles' });
  #why = h('div', { class: 'stage__why', hidden: true });
  #alone = h('p', { class: 'stage__alone', hidden: true });
  #sound;
  #sounds;
  #pager;
  #whyShown = '';
  #viewTold = '';
  /**
   * Keys as they are shown, for the number keys.
   * @type {string[]}
   */
  #shown = [];

  /**
   * @param {MeetingContext} context
   * @param {string} ownName
   */
  constructor(context, ownName) {
    this.#context = context;
    this.#ownName = ownName;
    const { model, media, local, view, signal } = context;
    const start = h('button', { type: 'button', class: 'button button--primary' },
      icon('speaker'), t('meeting.startSound'));
    this.#sound = h('div', { class: 'stage__sound', hidden: true }, h('p', null, t('meeting.startSoundHint')), start);
    this.#sounds = new Sounds(() => {
      this.#sound.hidden = false;
    });
    this.#pager = new Pager(view);
    this.element = h('div', { class: 'stage__body' },
      h('div', { class: 'stage__pictures' }, this.#grid, this.#why, this.#alone, this.#sound), this.#pager.element,
      this.#sounds.element);
    on(start, 'click', () => this.#startSound());
    for (const [target, type] of /** @type {const} */ ([
      [media, 'remotes'], [media, 'speaker'], [model, 'room'], [model, 'publications'], [local, 'change'],
      [view, 'change'],
    ])) on(target, type, () => this.update(), { signal });
    this.#watchSize(signal);
    signal.addEventListener('abort', () => this.#clear(), { once: true });
    this.update();
  }

  update() {
    const { media, view } = this.#context;
    const facts = this.#facts();
    const arrangement = arrange({
      pictures: facts.map(({ key, isOwn, isScreen, isShown, participant }) => ({
        key, isOwn, isScreen, camera: isShown, isStage: !isScreen && this.#isStage(participant),
      })),
      mode: view.mode, pinned: view.pinned, speaker: media.speaker, page: view.page, size: this.#size(),
    });
    const places = new Map([...arrangement.large, ...arrangement.small]);
    this.#shown = [...places.keys()];
    for (const [key, tile] of this.#tiles) {
      if (places.has(key)) continue;
      tile.close();
      this.#tiles.delete(key);
    }
    for (const each of facts) {
      const place = places.get(each.key);
      if (place) this.#show(each).place(place);
    }
    this.#grid.dataset.count = String(places.size);
    this.#grid.dataset.layout = arrangement.large.size > 0 ? 'large' : 'grid';
    this.#grid.hidden = facts.length === 0;
    this.#alone.hidden = media.reason !== null || facts.length > 1;
    this.#alone.textContent = t('meeting.alone');
    this.#sounds.update(media.remotes.values());
    this.#pager.update({ ...arrangement, more: media.more, isAway: media.isAway });
    this.#explain();
    this.#tellView([...arrangement.large.keys()], facts);
  }

  /** @param {number} number From 1, in the order of the tiles. */
  pin(number) {
    const key = this.#shown[number - 1];
    if (key !== undefined) this.#context.view.pin(key);
  }

  /** @param {TileFacts} facts */
  #show(facts) {
    const known = this.#tiles.get(facts.key);
    if (known) {
      known.update(facts);
      return known;
    }
    const tile = new Tile(facts, (key) => this.#context.view.pin(key));
    this.#tiles.set(facts.key, tile);
    // One's own picture comes last, and playing elements are not moved.
    this.#grid.insertBefore(tile.element, facts.isOwn ? null : this.#grid.querySelector('.tile--own'));
    tile.resume();
    return tile;
  }

  // MARK: What is shown

  /**
   * Screens first, then others: one's own picture is the least of them.
   * @returns {TileFacts[]}
   */
  #facts() {
    const { model, media, capture, local, view } = this.#context;
    if (media.reason !== null) return [];
    const { me, state } = model;
    const about = (/** @type {string} */ session, /** @type {string} */ participant) => ({
      session, participant,
      role: roleOf(model, participant),
      isSpeaking: media.isSpeaking && media.speaker === session,
      isOrderedMuted: orderedMute(state, participant) !== 'none',
      isOrderedHidden: isHidden(state, participant),
      hasHand: state.floor.queue.some((each) => each.participant === participant),
      hasFloor: state.floor.holders.some((each) => each.participant === participant),
    });
    /** @type {TileFacts[]} */
    const screens = [];
    /** @type {TileFacts[]} */
    const people = [];
    for (const remote of media.remotes.values()) {
      const { session, participant, name, state: connection, quality, microphone } = remote;
      const common = {
        ...about(session, participant), name, isOwn: false, state: connection, quality, microphone,
      };
      if (remote.isSharing && view.saving !== 'audio') {
        const key = `${session}/screen`;
        screens.push({
          ...common, key, isScreen: true, stream: remote.screen, isShown: hasPicture(remote.screen), isSpeaking: false,
          isPinned: view.pinned === key,
        });
      }
      people.push({
        ...common, key: session, isScreen: false, stream: remote.stream, isPinned: view.pinned === session,
        isShown: remote.camera && view.saving !== 'audio' && hasPicture(remote.stream),
      });
    }
    people.push({
      ...about(me.session, me.participant), key: me.session, name: this.#ownName, isOwn: true, isScreen: false,
      stream: capture.stream, isShown: local.camera, state: 'connected', quality: null, microphone: local.microphone,
      isPinned: view.pinned === me.session,
    });
    return [...screens, ...people];
  }

  /** @param {string} participant */
  #isStage(participant) {
    return isExempt(this.#context.model.state, participant);
  }

  /**
   * Tells the plane what is looked at, when that is another.
   * @param {string[]} large
   * @param {TileFacts[]} facts
   */
  #tellView(large, facts) {
    const { media } = this.#context;
    const sessionOf = new Map(facts.map(({ key, session }) => [key, session]));
    const of = (/** @type {string[]} */ keys, /** @type {boolean} */ isScreen) =>
      keys.filter((key) => key.endsWith('/screen') === isScreen).map((key) => sessionOf.get(key) ?? key);
    const view = { visible: of(this.#shown, false), large: of(large, false), screens: of(this.#shown, true) };
    const told = JSON.stringify(view);
    if (told === this.#viewTold) return;
    this.#viewTold = told;
    media.setView(view);
  }

  #size() {
    // Before the page is drawn there is no size; the first drawing tells it.
    const { clientWidth, clientHeight } = this.#grid;
    return { width: clientWidth || 640, height: clientHeight || 360 };
  }

  /** @param {AbortSignal} signal */
  #watchSize(signal) {
    if (typeof ResizeObserver === 'undefined') {
      on(window, 'resize', () => this.update(), { signal });
      return;
    }
    const observer = new ResizeObserver(() => this.update());
    observer.observe(this.#grid);
    signal.addEventListener('abort', () => observer.disconnect(), { once: true });
  }

  #explain() {
    const { media, model } = this.#context;
    const shown = JSON.stringify([media.reason, model.state.media.limit]);
    if (shown === this.#whyShown) return;
    this.#whyShown = shown;
    this.#why.hidden = media.reason === null;
    if (media.reason === null) return;
    const text = media.reason === 'full' ? 'meeting.full.text' : 'meeting.noMedia.text';
    fill(this.#why, icon('info'),
      h('h2', null, t(`meeting.${media.reason}.title`)),
      h('p', null, t(text, { limit: model.state.media.limit })));
  }

  #startSound() {
    this.#sound.hidden = true;
    this.#sounds.resume();
    for (const tile of this.#tiles.values()) tile.resume();
  }

  #clear() {
    for (const tile of this.#tiles.values()) tile.close();
    this.#tiles.clear();
    this.#sounds.clear();
  }
}

/** @param {MediaStream | null} stream */
function hasPicture(stream) {
  return stream?.getTracks().some(({ kind }) => kind === 'video') ?? false;
}
