// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// One picture with its name. Sound has an element of its own, because a picture may come and go while somebody speaks.

import { fill, h, set } from '../dom.js';
import { t } from '../i18n/index.js';
import { playOnChosenSpeaker } from '../media/devices.js';
import { mark } from './marks.js';
import { initials, tintOf } from './names.js';

/**
 * What a tile shows.
 * @typedef {object} TileFacts
 * @property {string} session
 * @property {string} participant
 * @property {string} name
 * @property {boolean} isOwn
 * @property {MediaStream | null} stream
 * @property {'connecting' | 'connected' | 'interrupted' | 'failed'} state
 * @property {boolean} camera
 * @property {boolean} microphone
 * @property {boolean} isOrderedMuted
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
  #audio;
  #face = h('span', { class: 'tile__face', 'aria-hidden': 'true' });
  #state = h('p', { class: 'tile__state', hidden: true });
  #name = h('span', { class: 'tile__name' });
  #marks = h('span', { class: 'tile__marks' });
  #shown = '';

  /**
   * @param {TileFacts} facts
   * @param {() => void} soundBlocked Called when the browser does not play before somebody presses something.
   */
  constructor(facts, soundBlocked) {
    this.#audio = facts.isOwn ? null : h('audio', { autoplay: true });
    this.soundBlocked = soundBlocked;
    this.element = h('figure', {
      class: facts.isOwn ? 'tile tile--own' : 'tile', dataset: { session: facts.session },
    }, this.#face, this.#video, this.#audio, this.#state,
    h('figcaption', { class: 'tile__caption' }, this.#marks, this.#name));
    this.#face.dataset.tint = tintOf(facts.participant);
    this.update(facts);
  }

  /** @param {TileFacts} facts */
  update(facts) {
    this.#play(facts);
    const { name, isOwn, state, camera, microphone, isOrderedMuted, hasHand, hasFloor, role } = facts;
    const shown = JSON.stringify(
      [name, state, camera, microphone, isOrderedMuted, hasHand, hasFloor, role, !facts.stream]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const isPictured = camera && facts.stream !== null;
    set(this.element, { 'aria-label': t('meeting.tile', { name: isOwn ? t('meeting.you', { name }) : name }) });
    this.element.dataset.state = state;
    this.element.dataset.picture = isPictured ? 'on' : 'off';
    this.#video.hidden = !isPictured;
    this.#face.hidden = isPictured;
    this.#face.textContent = initials(name);
    this.#state.hidden = !(state in stateKeys);
    this.#state.textContent = state in stateKeys ? t(stateKeys[state]) : '';
    this.#name.textContent = isOwn ? t('meeting.you', { name }) : name;
    fill(this.#marks,
      role === 'attendee' ? null : h('span', { class: 'badge' }, t(`meeting.role.${role}`)),
      hasFloor ? h('span', { class: 'badge badge--success' }, t('meeting.holder')) : null,
      hasHand ? mark('hand', 'meeting.handUp', 'hand') : null,
      isOrderedMuted ? mark('microphone-off', 'meeting.orderedMuted', 'danger')
        : microphone ? null : mark('microphone-off', 'meeting.micOff'));
  }

  /** Tries to play again: allowed after somebody pressed something. */
  resume() {
    for (const element of [this.#video, this.#audio]) {
      if (!element?.srcObject) continue;
      element.play().catch((error) => {
        if (element === this.#audio && error?.name === 'NotAllowedError') this.soundBlocked();
      });
    }
  }

  /** Lets go of the stream, so that nothing is played by an element that is off the page. */
  close() {
    this.#video.srcObject = null;
    if (this.#audio) this.#audio.srcObject = null;
    this.element.remove();
  }

  /** @param {TileFacts} facts */
  #play({ stream }) {
    if (this.#video.srcObject === stream) return;
    this.#video.srcObject = stream;
    if (this.#audio) {
      this.#audio.srcObject = stream;
      void playOnChosenSpeaker(this.#audio);
    }
    this.resume();
  }
}
