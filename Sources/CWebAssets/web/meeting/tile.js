// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// One picture with its name: somebody's camera, or a shared screen. What is heard is not its business (sounds.js).

import { fill, h, icon, on, set, setIcon } from '../dom.js';
import { t } from '../i18n/index.js';
import { guestBadge, mark } from './marks.js';
import { initials, tintOf } from './names.js';

/**
 * What a tile shows. `isShown` is whether there is a picture to show.
 * @typedef {object} TileFacts
 * @property {string} key
 * @property {string} session
 * @property {string} participant
 * @property {string} name
 * @property {boolean} isOwn
 * @property {boolean} isScreen
 * @property {MediaStream | null} stream
 * @property {boolean} isShown
 * @property {'connecting' | 'connected' | 'interrupted' | 'failed'} state
 * @property {import('../media/media-plane.js').Quality} quality
 * @property {boolean} microphone
 * @property {boolean} isSpeaking
 * @property {boolean} isPinned
 * @property {boolean} isOrderedMuted
 * @property {boolean} isOrderedHidden
 * @property {boolean} hasHand
 * @property {boolean} hasFloor
 * @property {import('../room/types.js').Role} role
 */

/**
 * States in words; one that is connected says nothing.
 * @type {Record<string, string>}
 */
const stateKeys = { connecting: 'meeting.connecting', interrupted: 'meeting.interrupted', failed: 'meeting.failed' };

export class Tile {
  #video = h('video', { class: 'tile__video', autoplay: true, playsInline: true, muted: true, tabindex: '-1' });
  #face = h('span', { class: 'tile__face', 'aria-hidden': 'true' });
  #state = h('p', { class: 'tile__state', hidden: true });
  #name = h('span', { class: 'tile__name' });
  #marks = h('span', { class: 'tile__marks' });
  #quality = h('span', { class: 'tile__quality', hidden: true });
  #picture = icon('pin');
  #pin = h('button', { type: 'button', class: 'icon-button tile__pin' }, this.#picture);
  #shown = '';
  /** @type {MediaStreamTrack | null} */
  #track = null;

  /**
   * @param {TileFacts} facts
   * @param {(key: string) => void} pin
   */
  constructor(facts, pin) {
    this.element = h('figure', {
      class: facts.isScreen ? 'tile tile--screen' : facts.isOwn ? 'tile tile--own' : 'tile',
      dataset: facts.isScreen ? { screen: facts.session } : { session: facts.session },
    }, this.#face, this.#video, this.#state,
    h('figcaption', { class: 'tile__caption' }, this.#marks, this.#name, this.#quality), this.#pin);
    this.#face.dataset.tint = tintOf(facts.participant);
    on(this.#pin, 'click', () => pin(facts.key));
    this.update(facts);
  }

  /** @param {TileFacts} facts */
  update(facts) {
    this.#play(facts);
    const { stream, ...rest } = facts;
    const shown = JSON.stringify([rest, stream === null]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const { name, isOwn, isScreen, isShown, state, quality, isSpeaking } = facts;
    const title = isScreen ? t('meeting.screenOf', { name }) : isOwn ? t('meeting.you', { name }) : name;
    set(this.element, { 'aria-label': isScreen ? title : t('meeting.tile', { name: title }) });
    Object.assign(this.element.dataset, {
      state, picture: isShown ? 'on' : 'off', speaking: String(isSpeaking), quality: quality ?? '',
    });
    this.#video.hidden = !isShown;
    this.#face.hidden = isShown;
    this.#face.textContent = initials(name);
    this.#state.hidden = !(state in stateKeys);
    this.#state.textContent = state in stateKeys ? t(stateKeys[state]) : '';
    this.#name.textContent = title;
    this.#tellQuality(facts);
    this.#mark(facts);
    this.#offerPin(facts, title);
  }

  /** Tries to play again: allowed after somebody pressed something. */
  resume() {
    // Silent, so it may always play, unless it is being replaced.
    if (this.#video.srcObject) this.#video.play().catch(() => {});
  }

  /** @param {import('./layout.js').Rect} rect */
  place({ left, top, width, height }) {
    const { style } = this.element;
    style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
    style.width = `${Math.floor(width)}px`;
    style.height = `${Math.floor(height)}px`;
    this.element.dataset.size = width < 200 ? 'small' : width < 420 ? 'medium' : 'large';
  }

  /** Lets go of the stream, so that nothing is decoded for an element that is off the page. */
  close() {
    this.#video.srcObject = null;
    this.element.remove();
  }

  /** @param {TileFacts} facts */
  #play({ stream, isShown }) {
    const track = stream?.getTracks().find(({ kind }) => kind === 'video') ?? null;
    if (this.#video.srcObject === stream && (this.#track === track || !isShown)) return;
    // Not every browser takes in a track that is another in the same stream.
    if (this.#video.srcObject === stream && this.#track && track) this.#video.srcObject = null;
    this.#video.srcObject = stream;
    this.#track = track;
    this.resume();
  }

  /** @param {TileFacts} facts */
  #tellQuality({ quality, state, isOwn }) {
    const isTold = quality !== null && state === 'connected' && !isOwn;
    this.#quality.hidden = !isTold;
    this.#quality.textContent = isTold ? t(`meeting.quality.${quality}`) : '';
  }

  /** @param {TileFacts} facts */
  #mark({ participant, role, isScreen, microphone, isOrderedMuted, isOrderedHidden, hasHand, hasFloor }) {
    fill(this.#marks, isScreen ? [icon('screen'), guestBadge(participant)] : [
      guestBadge(participant),
      role === 'attendee' ? null : h('span', { class: 'badge' }, t(`meeting.role.${role}`)),
      hasFloor ? h('span', { class: 'badge badge--success' }, t('meeting.holder')) : null,
      hasHand ? mark('hand', 'meeting.handUp', 'hand') : null,
      isOrderedHidden ? mark('camera-off', 'meeting.orderedHidden', 'danger') : null,
      isOrderedMuted ? mark('microphone-off', 'meeting.orderedMuted', 'danger')
        : microphone ? null : mark('microphone-off', 'meeting.micOff'),
    ]);
  }

  /**
   * @param {TileFacts} facts
   * @param {string} name
   */
  #offerPin({ isPinned }, name) {
    const label = t(isPinned ? 'meeting.unpin' : 'meeting.pin', { name });
    set(this.#pin, { 'aria-label': label, title: label, 'aria-pressed': isPinned });
    setIcon(this.#picture, isPinned ? 'pin-off' : 'pin');
  }
}
