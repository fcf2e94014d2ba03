// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The mesh: up to four sessions of a room send each other media directly. Who is in it is told by the room's state, in
// the order of entering; a pair's later one makes the link and its first offer (docs/protocol.md, `mesh.entered`).
// Signals travel by `signal.send`. They and the members arrive by different streams, in any order between the two, so a
// signal of somebody unknown waits for a moment.
//
// A connection to the server that is lost and resumed changes nothing here: media does not pass through the server.
// Where media was away as well and comes again, the session is told that the network is back, and does not wait.

import { Link } from './link.js';
import { tracksOf } from './media-plane.js';
import { remoteOf } from './mesh-place.js';
import { MeshWatch } from './mesh-watch.js';
import { browser } from './platform.js';
import { signalOf, Strangers } from './signal.js';

/** @typedef {import('./media-plane.js').MediaSession} MediaSession */
/** @typedef {import('./media-plane.js').MediaModel} MediaModel */
/** @typedef {import('./media-plane.js').MeshMember} MeshMember */
/** @typedef {import('./mesh-place.js').Place} Place */
/** @typedef {import('./media-plane.js').Remote} Remote */
/** @typedef {import('./signal.js').LinkSignal} LinkSignal */
/** @typedef {import('./media-plane.js').MediaPlane} MediaPlane */
/** @typedef {import('./media-plane.js').Saving} Saving */
/** @typedef {import('./platform.js').Platform} Platform */

/** Of the session: who is in the mesh may be quite another matter afterwards. */
const membershipEvents = ['joined', 'rejoined', 'left', 'ended'];
const checkMs = 1_000;
/** The other side may ask for another link; one as young as this is not given up for it. */
const anotherAfterMs = 5_000;

/** @implements {MediaPlane} */
export class MeshPlane extends EventTarget {
  #session;
  #platform;
  #servers;
  /** @type {MediaModel | null} */
  #model = null;
  /**
   * The session that the links were made for.
   * @type {string | null}
   */
  #me = null;
  /** @type {Map<string, Place>} */
  #places = new Map();
  #strangers = new Strangers();
  /** @type {MediaStream | null} */
  #sent = null;
  /** @type {MediaStream | null} */
  #screen = null;
  /** @type {Saving} */
  #saving = 'off';
  /** The room has moved to the media server: links are kept for their pictures, and nothing is done for them. */
  #isLingering = false;
  #watch;
  #isStarted = false;
  #isTelling = false;
  /** @type {(() => void) | null} */
  #endCheck = null;

  /**
   * @readonly
   * @type {Map<string, Remote>}
   */
  remotes = new Map();

  /**
   * @param {{session: MediaSession, servers?: import('./ice-servers.js').IceServers, platform?: Platform}} parts
   *   `session` is in a room when `start` is called.
   */
  constructor({ session, servers, platform = browser }) {
    super();
    this.#servers = servers;
    this.#watch = new MeshWatch({
      platform, links: () => this.#links(), tell: (type) => this.dispatchEvent(new Event(type)),
    });
    this.#session = session;
    this.#platform = platform;
  }

  /** Why nobody can be seen. */
  get reason() {
    const media = this.#session.model?.me.media ?? 'none';
    return media === 'mesh' ? null : media === 'full' ? 'full' : 'none';
  }

  get more() {
    return 0;
  }

  get isAway() {
    return false;
  }

  get speaker() {
    return this.#watch.speaker;
  }

  get isSpeaking() {
    return this.#watch.isSpeaking;
  }

  get quality() {
    return this.#watch.quality;
  }

  get megabytesPerHour() {
    return this.#watch.megabytesPerHour;
  }

  start() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#isLingering = false;
    this.#servers?.addEventListener('change', this.#onServers);
    this.#watch.start();
    this.#session.addEventListener('statechange', this.#onStateChange);
    for (const type of membershipEvents) this.#session.addEventListener(type, this.#onMembers);
    this.#reconcile();
  }

  stop() {
    if (!this.#isStarted) return;
    this.#isStarted = false;
    this.#session.removeEventListener('statechange', this.#onStateChange);
    for (const type of membershipEvents) this.#session.removeEventListener(type, this.#onMembers);
    this.#servers?.removeEventListener('change', this.#onServers);
    this.#watch.stop();
    this.#listenTo(null);
    this.#forgetAll();
    this.#sent = this.#screen = null;
    this.#endCheck?.();
    this.#endCheck = null;
    this.#tell();
  }

  /** @param {MediaStream | null} stream */
  setTracks(stream) {
    this.#sent = stream;
    this.#sendTracks();
  }

  /**
   * There is one picture to each: a screen takes the camera's place, without its sound.
   * @param {MediaStream | null} stream
   */
  setScreen(stream) {
    this.#screen = stream;
    this.#sendTracks();
  }

  /** Who is in the mesh is shown. */
  setView() {}

  /** @param {Saving} saving */
  setSaving(saving) {
    if (saving === this.#saving) return;
    this.#saving = saving;
    for (const link of this.#links().values()) link.setSaving(saving);
  }

  /** Keeps the links as they are although the room's mesh is over, until they are released or this is stopped. */
  linger() {
    if (!this.#isStarted) return;
    this.#isLingering = true;
    this.#endCheck?.();
    this.#endCheck = null;
  }

  /**
   * A link that lingers is not needed here any more; it ends when the other side says the same.
   * @param {string} session
   */
  release(session) {
    const place = this.#places.get(session);
    if (!place) return;
    place.isReleased = true;
    const payload = { link: place.number, seq: 0, release: true };
    // One that is not told waits for its time to be up.
    this.#session.request('signal.send', { room: this.#session.room, to: session, payload }).catch(() => {});
    this.#endReleased(place);
  }

  /** @param {Place} place */
  #endReleased({ member: { session }, isReleased, isReleasedThere }) {
    if (!isReleased || !isReleasedThere) return;
    this.#remove(session);
    this.#tell();
  }

  #links() {
    /** @type {Map<string, Link>} */
    const links = new Map();
    for (const [session, { link }] of this.#places) if (link) links.set(session, link);
    return links;
  }

  #sendTracks() {
    for (const link of this.#links().values()) link.setTracks(this.#tracks());
  }

  /** @returns {import('./media-plane.js').Tracks} */
  #tracks() {
    const own = tracksOf(this.#sent);
    const screen = tracksOf(this.#screen).video;
    return screen ? { audio: own.audio, video: screen, isScreen: true } : own;
  }

  #onServers = () => {
    for (const link of this.#links().values()) link.setServers(this.#servers?.list ?? []);
  };

  // MARK: Members

  #onMembers = () => this.#reconcile();

  #onStateChange = () => {
    if (this.#session.state !== 'ready' || this.#isLingering) return;
    for (const { link } of [...this.#places.values()]) link?.resumed();
  };

  /** @param {MediaModel | null} model */
  #listenTo(model) {
    if (model === this.#model) return;
    this.#model?.removeEventListener('mesh', this.#onMembers);
    this.#model?.removeEventListener('signal', this.#onSignal);
    this.#model = model;
    model?.addEventListener('mesh', this.#onMembers);
    model?.addEventListener('signal', this.#onSignal);
  }

  /** Brings the links into line with the members; whatever was missed, this puts right. */
  #reconcile() {
    if (!this.#isStarted) return;
    const model = this.#session.state === 'ended' || this.#session.room === null ? null : this.#session.model;
    this.#listenTo(model);
    const me = model?.me.session ?? null;
    if (model?.state.media.mode === 'server' && me === this.#me) this.linger();
    if (this.#isLingering && me === this.#me) return;
    if (me !== this.#me) this.#forgetAll(); // Another session: others have closed their links with the former one.
    this.#me = me;
    const members = model ? this.#membersOf(model) : [];
    const mine = members.findIndex(({ session }) => session === me);
    const others = mine < 0 ? [] : members.filter(({ session }) => session !== me);
    const staying = new Set(others.map(({ session }) => session));
    for (const session of [...this.#places.keys()]) if (!staying.has(session)) this.#remove(session);
    for (const member of others) this.#place(member, members.indexOf(member) < mine);
    this.#tell();
  }

  /** @param {MediaModel} model */
  #membersOf({ me, state: { media } }) {
    return media.mode === 'mesh' && me.media === 'mesh' ? media.members.slice(0, media.limit) : [];
  }

  /**
   * @param {MeshMember} member
   * @param {boolean} offers Whether this session entered later than `member`.
   */
  #place(member, offers) {
    const known = this.#places.get(member.session);
    if (known && known.offers === offers) {
      known.member = member;
      return;
    }
    known?.link?.close();
    const place = { member, offers, number: known?.number ?? 0, link: null };
    this.#places.set(member.session, place);
    // A number begins with the time, so that it is greater than those of an earlier stay of the same session.
    this.#makeLink(place, offers ? Math.max(place.number + 1, this.#platform.now()) : 0);
    for (const signal of this.#strangers.take(member.session)) this.#receive(place, signal);
  }

  /** @param {string} session */
  #remove(session) {
    this.#places.get(session)?.link?.close();
    this.#places.delete(session);
  }

  #forgetAll() {
    for (const session of [...this.#places.keys()]) this.#remove(session);
    this.#strangers.clear();
    this.#me = null;
  }

  // MARK: Links

  /**
   * @param {Place} place
   * @param {number} number
   */
  #makeLink(place, number) {
    const before = place.link?.successorState ?? 'connecting';
    place.link?.close();
    place.number = number;
    const { session } = place.member;
    /** @type {Link} */
    const link = new Link({
      number,
      offers: place.offers,
      before,
      tracks: this.#tracks(),
      iceServers: this.#servers?.list ?? [],
      saving: this.#saving,
      send: (payload) => this.#session.request('signal.send', { room: this.#session.room, to: session, payload }),
      isReady: () => this.#session.state === 'ready' && !this.#isLingering,
      changed: () => this.#tell(),
      needsAnother: () => {
        if (place.link === link) this.#makeLink(place, Math.max(number + 1, this.#platform.now()));
      },
      heardAgain: () => {
        if (this.#session.state !== 'ready') this.#session.networkIsBack();
      },
      recipientGone: () => {
        // The room's stream will say so too, or say that it came back.
        if (place.link !== link) return;
        link.close();
        place.link = null;
        this.#tell();
      },
      platform: this.#platform,
    });
    place.link = link;
    this.#tell();
    this.#checkLater();
  }

  #checkLater() {
    if (this.#endCheck || !this.#isStarted || this.#isLingering) return;
    this.#endCheck = this.#platform.after(() => {
      this.#endCheck = null;
      for (const { link } of [...this.#places.values()]) link?.check();
      if ([...this.#places.values()].some(({ link }) => link && link.state !== 'connected')) this.#checkLater();
    }, checkMs);
  }

  // MARK: Signals

  /** @param {Event} event */
  #onSignal = (event) => {
    const { from, payload } = /** @type {CustomEvent<{from: string, payload: unknown}>} */ (event).detail;
    const signal = signalOf(payload);
    if (!signal) return;
    const place = this.#places.get(from);
    if (place && signal.release) {
      place.isReleasedThere = true;
      if (this.#isLingering) this.#endReleased(place);
    } else if (place) this.#receive(place, signal);
    else this.#strangers.keep(from, signal, this.#platform.now());
  };

  /**
   * @param {Place} place
   * @param {LinkSignal} signal
   */
  #receive(place, signal) {
    if (signal.again) {
      const { link } = place;
      const isWanted = place.offers && (!link || (link.state !== 'connected' && link.age >= anotherAfterMs));
      if (isWanted) this.#makeLink(place, Math.max(place.number + 1, this.#platform.now()));
      return;
    }
    if (signal.link < place.number) return; // Late, from a link that was given up.
    if (signal.link > place.number) {
      // Only the offering side numbers links, and a link begins with its offer.
      if (place.offers || signal.description?.type !== 'offer') return;
      if (place.link?.adopt(signal.link)) place.number = signal.link;
      else this.#makeLink(place, signal.link);
    }
    place.link?.receive(signal);
  }

  // MARK: What is told

  /** Coalesced, since a link says several things at a time. */
  #tell() {
    this.remotes.clear();
    for (const place of this.#places.values()) this.remotes.set(place.member.session, remoteOf(place));
    if (this.#isTelling) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      this.dispatchEvent(new Event('remotes'));
    });
    if ([...this.#places.values()].some(({ link }) => link && link.state !== 'connected')) this.#checkLater();
  }
}
