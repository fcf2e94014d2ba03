// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What is heard. Sound has elements apart from the pictures: somebody is heard also while nobody looks at the picture.

import { h } from '../dom.js';
import { playOnChosenSpeaker } from '../media/devices.js';

/** @typedef {import('../media/media-plane.js').Remote} Remote */

export class Sounds {
  element = h('div', { hidden: true });
  /**
   * By session, or session and `/screen`.
   * @type {Map<string, HTMLAudioElement>}
   */
  #playing = new Map();
  #blocked;

  /** @param {() => void} blocked Called when the browser does not play before somebody presses something. */
  constructor(blocked) {
    this.#blocked = blocked;
  }

  /** @param {Iterable<Remote>} remotes */
  update(remotes) {
    /** @type {Map<string, MediaStream>} */
    const streams = new Map();
    for (const { session, stream, screen } of remotes) {
      if (hasSound(stream)) streams.set(session, stream);
      if (screen !== stream && hasSound(screen)) streams.set(`${session}/screen`, screen);
    }
    for (const [key, audio] of this.#playing) {
      if (streams.has(key)) continue;
      audio.srcObject = null;
      audio.remove();
      this.#playing.delete(key);
    }
    for (const [key, stream] of streams) this.#play(key, stream);
  }

  /** Tries to play again: allowed after somebody pressed something. */
  resume() {
    for (const audio of this.#playing.values()) this.#start(audio);
  }

  clear() {
    this.update([]);
  }

  /**
   * @param {string} key
   * @param {MediaStream} stream
   */
  #play(key, stream) {
    const audio = this.#playing.get(key) ?? h('audio', { autoplay: true, dataset: { sound: key } });
    if (audio.srcObject === stream) return;
    audio.srcObject = stream;
    if (!this.#playing.has(key)) {
      this.#playing.set(key, audio);
      this.element.append(audio);
    }
    void playOnChosenSpeaker(audio);
    this.#start(audio);
  }

  /** @param {HTMLAudioElement} audio */
  #start(audio) {
    audio.play().catch((error) => {
      if (error?.name === 'NotAllowedError') this.#blocked();
    });
  }
}

/**
 * @param {MediaStream | null} stream
 * @returns {stream is MediaStream}
 */
function hasSound(stream) {
  return stream?.getTracks().some(({ kind }) => kind === 'audio') ?? false;
}
