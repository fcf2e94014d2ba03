// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Media as the room says: by the mesh, or by the media server. A room that grows past the mesh moves to the media
// server for good and nobody joins again: what the mesh shows of somebody stays until the media server shows it too,
// or until its time is up, so no picture goes blank. A link ends when both its ends have said that they need it no
// more.

import { IceServers } from './ice-servers.js';
import { MeshPlane } from './mesh.js';
import { browser } from './platform.js';
import { ServerPlane } from './server-plane.js';

/** @typedef {import('./media-plane.js').MediaSession} MediaSession */
/** @typedef {import('./media-plane.js').MediaModel} MediaModel */
/** @typedef {import('./media-plane.js').MediaPlane} MediaPlane */
/** @typedef {import('./media-plane.js').Remote} Remote */
/** @typedef {import('./platform.js').Platform} Platform */

const membershipEvents = ['joined', 'rejoined', 'left', 'ended'];
const modelEvents = ['room', 'mesh'];
const moveMsMax = 8_000;
const lookEveryMs = 200;
/** Media does not wait longer for servers that help it find its way. */
const serversMsMax = 1_500;

/** @implements {MediaPlane} */
export class MovingPlane extends EventTarget {
  #session;
  #platform;
  #servers;
  #mesh;
  #server;
  /** @type {MediaModel | null} */
  #model = null;
  #isStarted = false;
  #isServer = false;
  #isMoving = false;
  /** Until when the mesh may linger. */
  #moveEndsAt = 0;
  /**
   * Sessions that the media server shows.
   * @type {Set<string>}
   */
  #shown = new Set();
  #isTelling = false;
  #endWait = () => {};
  #endLook = () => {};

  /**
   * @readonly
   * @type {Map<string, Remote>}
   */
  remotes = new Map();

  /** @param {{session: MediaSession, platform?: Platform}} parts `session` is in a room when `start` is called. */
  constructor({ session, platform = browser }) {
    super();
    this.#session = session;
    this.#platform = platform;
    this.#servers = new IceServers({
      ask: () => session.request('media.servers', { room: session.room }), platform,
    });
    const parts = { session, platform, servers: this.#servers };
    this.#mesh = new MeshPlane(parts);
    this.#server = new ServerPlane(parts);
    for (const plane of [this.#mesh, this.#server]) {
      plane.addEventListener('remotes', () => this.#tell());
      for (const type of ['speaker', 'measured']) {
        plane.addEventListener(type, () => {
          if (plane === this.#current) this.dispatchEvent(new Event(type));
        });
      }
    }
  }

  get #current() {
    return this.#isServer ? this.#server : this.#mesh;
  }

  get reason() {
    const media = this.#session.model?.me.media ?? 'none';
    return media === 'mesh' || media === 'server' ? null : media === 'full' ? 'full' : 'none';
  }

  get more() {
    return this.#current.more;
  }

  get isAway() {
    return this.#current.isAway;
  }

  get speaker() {
    return this.#current.speaker;
  }

  get isSpeaking() {
    return this.#current.isSpeaking;
  }

  get quality() {
    return this.#current.quality;
  }

  get megabytesPerHour() {
    return this.#current.megabytesPerHour;
  }

  start() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    for (const type of membershipEvents) this.#session.addEventListener(type, this.#onMembership);
    if (!this.#session.hello?.features.includes('media')) {
      this.#follow();
      return;
    }
    let isBegun = false;
    const begin = () => {
      if (!isBegun && this.#isStarted) this.#follow();
      isBegun = true;
    };
    this.#endWait = this.#platform.after(begin, serversMsMax);
    void this.#servers.start().then(() => {
      this.#endWait();
      begin();
    });
  }

  stop() {
    if (!this.#isStarted) return;
    this.#isStarted = false;
    for (const type of membershipEvents) this.#session.removeEventListener(type, this.#onMembership);
    this.#endWait();
    this.#listenTo(null);
    this.#endMove();
    this.#servers.stop();
    this.#server.stop();
    this.#isServer = false;
    this.#tell();
  }

  /** @param {MediaStream | null} stream */
  setTracks(stream) {
    this.#mesh.setTracks(stream);
    this.#server.setTracks(stream);
  }

  /** @param {MediaStream | null} stream */
  setScreen(stream) {
    this.#mesh.setScreen(stream);
    this.#server.setScreen(stream);
  }

  /** @param {import('./media-plane.js').View} view */
  setView(view) {
    this.#server.setView(view);
  }

  /** @param {import('./media-plane.js').Saving} saving */
  setSaving(saving) {
    this.#mesh.setSaving(saving);
    this.#server.setSaving(saving);
  }

  // MARK: The room

  /** @param {Event} event */
  #onMembership = (event) => {
    if (event.type === 'rejoined') {
      this.#servers.refresh(); // Those of before were another session's.
      if (this.#isServer) this.#endMove();
    }
    this.#follow();
  };

  #onModel = () => this.#follow();

  /** @param {MediaModel | null} model */
  #listenTo(model) {
    if (model === this.#model) return;
    for (const type of modelEvents) {
      this.#model?.removeEventListener(type, this.#onModel);
      model?.addEventListener(type, this.#onModel);
    }
    this.#model = model;
  }

  #follow() {
    if (!this.#isStarted) return;
    this.#listenTo(this.#session.model);
    const isServer = this.#model?.state.media.mode === 'server';
    if (isServer && !this.#isServer) {
      this.#isServer = true;
      this.#server.start();
      if (this.#mesh.remotes.size > 0) this.#beginMove();
    } else if (!this.#isServer) {
      this.#mesh.start();
    }
    this.#tell();
  }

  // MARK: The move

  #beginMove() {
    this.#isMoving = true;
    this.#mesh.linger();
    this.#moveEndsAt = this.#platform.now() + moveMsMax;
    this.#lookLater();
  }

  #endMove() {
    this.#isMoving = false;
    this.#endLook();
    this.#shown.clear();
    this.#mesh.stop();
  }

  #lookLater() {
    this.#endLook = this.#platform.after(() => void this.#look(), lookEveryMs);
  }

  async #look() {
    const seen = await this.#server.seen();
    if (!this.#isMoving) return;
    for (const session of this.#mesh.remotes.keys()) {
      const remote = this.#server.remotes.get(session);
      const isShown = remote?.camera ? seen.has(session) : remote?.state === 'connected' && remote.stream !== null;
      if (!isShown || this.#shown.has(session)) continue;
      this.#shown.add(session);
      this.#mesh.release(session);
    }
    if (this.#platform.now() >= this.#moveEndsAt || this.#mesh.remotes.size === 0) this.#endMove();
    else this.#lookLater();
    this.#tell();
  }

  // MARK: What is told

  #tell() {
    this.remotes.clear();
    for (const [session, remote] of this.#current.remotes) this.remotes.set(session, remote);
    if (this.#isMoving) this.#keepPictures();
    if (this.#isTelling) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      this.dispatchEvent(new Event('remotes'));
    });
  }

  #keepPictures() {
    for (const [session, before] of this.#mesh.remotes) {
      if (this.#shown.has(session)) continue;
      const { stream, screen, camera, microphone, isSharing } = before;
      const after = this.remotes.get(session);
      // What is on is told by the room as soon as it knows.
      this.remotes.set(session, after ? { ...after, stream, screen: after.screen ?? screen, state: before.state }
        : { ...before, stream, screen, camera, microphone, isSharing });
    }
  }
}
