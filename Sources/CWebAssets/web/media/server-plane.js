// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// A room whose media goes through the media server: one connection to send, one to receive. Who sends what is told by
// the stream `publications`; what is asked for follows what is looked at (wishes.js).
//
// A session that is resumed asks again for the same, which changes nothing where nothing was lost. Another session, or
// another generation of the media server, begins both connections anew.

import { tracksOf } from './media-plane.js';
import { Measures } from './measures.js';
import { browser } from './platform.js';
import { nothing, Publisher } from './publisher.js';
import { SpeakerWatch } from './speaker.js';
import { Subscriber } from './subscriber.js';
import { wishesOf } from './wishes.js';

/** @typedef {import('./media-plane.js').MediaSession} MediaSession */
/** @typedef {import('./media-plane.js').MediaModel} MediaModel */
/** @typedef {import('./media-plane.js').MediaPlane} MediaPlane */
/** @typedef {import('./media-plane.js').Remote} Remote */
/** @typedef {import('./media-plane.js').Saving} Saving */
/** @typedef {import('./media-plane.js').View} View */
/** @typedef {import('./platform.js').Platform} Platform */
/** @typedef {import('../room/types.js').Publication} Publication */

/** Of the session: it may be another afterwards, or be in no room. */
const membershipEvents = ['joined', 'rejoined', 'left', 'ended'];
const tickMs = 250;
const checkEvery = 4;
const measureEvery = 8;
/** After everything was lost at the media server: how long who was wanted is waited for. */
const holdMs = 5_000;
/** Until somebody says what is looked at. */
const visibleMax = 25;

/** @implements {MediaPlane} */
export class ServerPlane extends EventTarget {
  #session;
  #platform;
  #servers;
  /** @type {MediaModel | null} */
  #model = null;
  /**
   * The session that the connections were made for.
   * @type {string | null}
   */
  #me = null;
  /** @type {Publisher | null} */
  #publisher = null;
  /** @type {Subscriber | null} */
  #subscriber = null;
  #generation = 0;
  #wasReady = false;
  /** @type {import('./wishes.js').Wish[]} */
  #wishes = [];
  #holdsUntil = 0;
  #tracks = nothing();
  /** @type {View | null} */
  #view = null;
  /** @type {Saving} */
  #saving = 'off';
  #watch = new SpeakerWatch();
  #measures = new Measures();
  /**
   * Sessions whose sound is asked for.
   * @type {Set<string>}
   */
  #voices = new Set();
  #isStarted = false;
  #isTelling = false;
  #ticks = 0;
  #endTick = () => {};

  /**
   * @readonly
   * @type {Map<string, Remote>}
   */
  remotes = new Map();

  /** @param {{session: MediaSession, servers: import('./ice-servers.js').IceServers, platform?: Platform}} parts */
  constructor({ session, servers, platform = browser }) {
    super();
    this.#session = session;
    this.#servers = servers;
    this.#platform = platform;
  }

  get reason() {
    return this.#session.model?.me.media === 'server' ? null : 'none';
  }

  get more() {
    return this.#model?.publications?.more ?? 0;
  }

  get isAway() {
    return this.#model?.publications?.ready === false;
  }

  get speaker() {
    return this.#watch.speaker;
  }

  get isSpeaking() {
    return this.#watch.isSpeaking;
  }

  get quality() {
    const states = [this.#publisher?.state, this.#subscriber?.state];
    return states.some((state) => state === 'interrupted' || state === 'failed') ? 'none' : this.#measures.own;
  }

  get megabytesPerHour() {
    return this.#measures.megabytesPerHour;
  }

  start() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#session.addEventListener('statechange', this.#onStateChange);
    for (const type of membershipEvents) this.#session.addEventListener(type, this.#onMembership);
    this.#servers.addEventListener('change', this.#onServers);
    this.#onMembership();
    this.#tickLater();
  }

  stop() {
    if (!this.#isStarted) return;
    this.#isStarted = false;
    this.#session.removeEventListener('statechange', this.#onStateChange);
    for (const type of membershipEvents) this.#session.removeEventListener(type, this.#onMembership);
    this.#servers.removeEventListener('change', this.#onServers);
    this.#endTick();
    this.#listenTo(null);
    this.#forget();
    this.#tell();
  }

  /** @param {MediaStream | null} stream */
  setTracks(stream) {
    const { audio, video } = tracksOf(stream);
    this.#tracks = { ...this.#tracks, microphone: audio, camera: video };
    this.#publisher?.setTracks(this.#tracks);
  }

  /** @param {MediaStream | null} stream */
  setScreen(stream) {
    const { audio, video } = tracksOf(stream);
    this.#tracks = { ...this.#tracks, screen: video, screenAudio: audio };
    this.#publisher?.setTracks(this.#tracks);
  }

  /** @param {View} view */
  setView(view) {
    this.#view = view;
    this.#wish();
  }

  /** @param {Saving} saving */
  setSaving(saving) {
    this.#saving = saving;
    this.#publisher?.setSaving(saving !== 'off');
    this.#wish();
  }

  /**
   * Whose camera's picture has been decoded here.
   * @returns {Promise<Set<string>>}
   */
  async seen() {
    const report = await this.#subscriber?.connection?.getStats().catch(() => null);
    return report && this.#subscriber ? this.#measures.seen(report, this.#subscriber.received) : new Set();
  }

  // MARK: The room

  #onServers = () => {
    this.#publisher?.setServers(this.#servers.list);
    this.#subscriber?.setServers(this.#servers.list);
  };

  #onStateChange = () => {
    if (this.#session.state === 'ready') this.#resumed();
  };

  #resumed() {
    if (!this.#isReady()) return;
    this.#publisher?.resumed();
    this.#subscriber?.resumed();
  }

  #isReady = () => this.#session.state === 'ready' && this.#model?.publications?.ready === true;

  #onMembership = () => {
    const model = this.#session.state === 'ended' || this.#session.room === null ? null : this.#session.model;
    this.#listenTo(model);
    const me = model?.me.media === 'server' ? model.me.session : null;
    if (me !== this.#me) this.#forget();
    this.#me = me;
    if (me !== null && !this.#publisher) this.#connect();
    this.#onPublications();
  };

  /** @param {MediaModel | null} model */
  #listenTo(model) {
    if (model === this.#model) return;
    const listeners = {
      publications: this.#onPublications, room: this.#onMembership, offered: this.#onOffered, mediaLost: this.#onLost,
    };
    for (const [type, listener] of Object.entries(listeners)) {
      this.#model?.removeEventListener(type, listener);
      model?.addEventListener(type, listener);
    }
    this.#model = model;
  }

  #connect() {
    const parts = {
      request: (/** @type {string} */ method, /** @type {Record<string, unknown>} */ params) =>
        this.#session.request(method, { room: this.#session.room, ...params }),
      isReady: this.#isReady,
      isAlive: async () => {
        // A session whose connection is gone, too, finds out at once, and asks again when it is back.
        this.#session.networkIsBack();
        await this.#session.request('session.ping', {});
      },
      iceServers: () => this.#servers.list,
      platform: this.#platform,
      changed: () => this.#tell(),
    };
    this.#generation = this.#model?.publications?.generation ?? 0;
    this.#publisher = new Publisher(parts);
    this.#subscriber = new Subscriber(parts);
    this.#publisher.setSaving(this.#saving !== 'off');
    this.#publisher.setTracks(this.#tracks);
  }

  #forget() {
    this.#publisher?.close();
    this.#subscriber?.close();
    this.#publisher = this.#subscriber = null;
    this.#watch.keep(new Set());
    this.#measures.forget();
    this.#voices.clear();
    this.#wasReady = false;
    this.#me = null;
  }

  #onPublications = () => {
    const publications = this.#model?.publications;
    if (publications && this.#me !== null) {
      const { generation, ready } = publications;
      const isAnother = this.#generation !== 0 && generation !== this.#generation;
      this.#generation = generation;
      if (isAnother) {
        this.#holdsUntil = this.#platform.now() + holdMs;
        this.#lost(['publish', 'subscribe']);
      }
      else if (ready && !this.#wasReady) this.#resumed();
      this.#wasReady = ready;
      this.#watch.keep(new Set(publications.entries.map(({ session }) => session)));
    }
    this.#wish();
    this.#tell();
  };

  /** @param {Event} event */
  #onOffered = (event) => {
    this.#subscriber?.offered(/** @type {CustomEvent<import('./subscriber.js').Offer>} */ (event).detail);
  };

  /** @param {Event} event */
  #onLost = (event) => {
    this.#lost([/** @type {CustomEvent<{side: string}>} */ (event).detail.side]);
  };

  /** @param {string[]} sides */
  #lost(sides) {
    if (sides.includes('publish')) this.#publisher?.lost();
    if (sides.includes('subscribe')) this.#subscriber?.lost();
  }

  #wish() {
    const publications = this.#model?.publications;
    if (!publications || !this.#subscriber || this.#me === null) return;
    const { entries } = publications;
    const everybody = entries.map(({ session }) => session);
    const wishes = wishesOf({
      entries,
      me: this.#me,
      view: this.#view ?? { visible: everybody.slice(0, visibleMax), large: [], screens: everybody },
      saving: this.#saving,
      heard: this.#watch.lately(this.#platform.now()),
      asked: this.#voices,
    });
    // Who was wanted begins to publish anew by now: the wish is there already, and comes true at once.
    if (this.#platform.now() < this.#holdsUntil)
      wishes.push(...this.#wishes.filter(({ session }) => !everybody.includes(session)));
    this.#wishes = wishes;
    this.#voices = new Set(wishes.filter(({ kind }) => kind === 'microphone').map(({ session }) => session));
    this.#subscriber.want(wishes);
  }

  // MARK: Watching

  #tickLater() {
    this.#endTick = this.#platform.after(() => {
      this.#ticks += 1;
      this.#listen();
      if (this.#ticks % checkEvery === 0) {
        this.#publisher?.check();
        this.#subscriber?.check();
      }
      if (this.#ticks % measureEvery === 0) void this.#measure();
      this.#tickLater();
    }, tickMs);
  }

  #listen() {
    /** @type {Map<string, number>} */
    const levels = new Map();
    for (const { session, kind, receiver } of this.#subscriber?.received.values() ?? []) {
      if (kind !== 'microphone') continue;
      const [source] = receiver.getSynchronizationSources?.() ?? [];
      levels.set(session, source?.audioLevel ?? 0);
    }
    if (this.#watch.heard(levels, this.#platform.now())) this.dispatchEvent(new Event('speaker'));
  }

  async #measure() {
    const publishing = this.#publisher?.connection ?? null;
    const subscribing = this.#subscriber?.connection ?? null;
    const subscriber = this.#subscriber;
    const [sent, received] = await Promise.all([publishing, subscribing].map(
      (connection) => connection?.getStats().catch(() => null) ?? null));
    if (subscriber !== this.#subscriber || !subscriber) return;
    const entries = new Map(this.#model?.publications?.entries.map((each) => [each.session, each]));
    const isNew = this.#measures.counted({
      sent: sent && publishing ? { connection: publishing, report: sent } : null,
      received: received && subscribing ? { connection: subscribing, report: received } : null,
      tracks: [...subscriber.received.values()].filter(({ session, kind }) =>
        kind !== 'screenAudio' && entries.get(session)?.[kind]),
      at: this.#platform.now(),
    });
    if (isNew) this.#tell();
    this.dispatchEvent(new Event('measured'));
  }

  // MARK: What is told

  /** Coalesced, since connections say several things at a time. */
  #tell() {
    this.remotes.clear();
    const entries = this.#me === null ? [] : this.#model?.publications?.entries ?? [];
    for (const entry of entries) {
      if (entry.session !== this.#me) this.remotes.set(entry.session, this.#remoteOf(entry));
    }
    if (this.#isTelling) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      this.dispatchEvent(new Event('remotes'));
    });
  }

  /**
   * @param {Publication} entry
   * @returns {Remote}
   */
  #remoteOf({ session, participant, name, camera, microphone, screen }) {
    const subscriber = this.#subscriber;
    const sends = camera || microphone || screen;
    return {
      session, participant, name, camera, microphone,
      isSharing: screen,
      stream: subscriber?.streamOf(session, 'main') ?? null,
      screen: subscriber?.streamOf(session, 'screen') ?? null,
      state: sends ? subscriber?.state ?? 'connecting' : 'connected',
      quality: sends ? this.#measures.qualityOf(session) : null,
    };
  }
}
