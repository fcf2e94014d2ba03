// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// One RTCPeerConnection with one other session. The side that offers makes the first offer; the other builds its own
// end from it. Afterwards either may negotiate (an ICE restart): then the offering side is the polite one. When both
// make the *first* offer at once, Chromium's rollback often ends in a connection that never gathers: that is ruled out.
//
// A connection that does not carry is looked after by `check` (recovery.js says what is due). A link is never rebuilt:
// the mesh makes another with a greater number, and what is still under way from this one is told by its number.

import { limitBits, preferFewCodecs } from './encodings.js';
import { useServers } from './ice-servers.js';
import { LinkQuality, trafficOf } from './link-stats.js';
import { Outbox } from './outbox.js';
import { devicesOf } from './media-plane.js';
import { Recovery } from './recovery.js';

/** @typedef {import('./media-plane.js').Tracks} Tracks */
/** @typedef {import('./media-plane.js').RemoteState} RemoteState */
/** @typedef {import('./media-plane.js').Saving} Saving */
/** @typedef {import('./signal.js').LinkSignal} LinkSignal */

const candidatesMax = 64;
/** What `signal.send` takes (docs/protocol.md, "Limits"), less the message's own members. */
const payloadBytesMax = 16_000;
/** A whole picture is many times as large as a change. */
const wholeEveryMs = 500;
const refreshAgainMs = 1_000;

/**
 * @typedef {object} LinkParts
 * @property {number} number Greater than any earlier one with the same session; 0 until the first offer brings it.
 * @property {boolean} offers
 * @property {RemoteState} [before] What is shown until it is connected: how far the link came that it replaces.
 * @property {Tracks} tracks
 * @property {RTCIceServer[]} [iceServers]
 * @property {Saving} [saving] How much the other side may send.
 * @property {(payload: object) => Promise<unknown>} send
 * @property {() => boolean} isReady Whether the session is up, so that signals can be sent.
 * @property {() => void} changed `state`, `stream`, `camera` or `microphone` is another.
 * @property {() => void} needsAnother This link is of no use any more: the offering side is to make another.
 * @property {() => void} heardAgain Media comes again after a silence: the network is back.
 * @property {() => void} recipientGone The other session is not in the room any more.
 * @property {import('./platform.js').Platform} platform
 */

export class Link {
  #parts;
  #number;
  /** @type {RTCPeerConnection} */
  #connection;
  #outbox;
  /** Negotiation is asynchronous and must not be interleaved: everything runs after what came before. */
  #doing = Promise.resolve();
  /** @type {Tracks} */
  #tracks;
  /**
   * What the other side was told of this page's devices.
   * @type {import('./signal.js').Devices | null}
   */
  #told = null;
  /**
   * How much of this page's picture the other side wants.
   * @type {Saving}
   */
  #sparing = 'off';
  /** @type {RTCIceCandidateInit[]} */
  #early = [];
  #seqSeen = 0;
  /** When a whole picture was last asked for: who asks often does not get more. */
  #wholeAt = -Infinity;
  #endRefresh = () => {};
  #endCount = () => {};
  #isClosed = false;
  #recovery;

  /** @type {MediaStream | null} */
  stream = null;
  camera = false;
  microphone = false;
  /** The picture is that of a screen. */
  screen = false;
  quality = new LinkQuality();

  /** @param {LinkParts} parts */
  constructor(parts) {
    this.#parts = parts;
    this.#number = parts.number;
    this.#tracks = parts.tracks;
    this.#recovery = new Recovery({ offers: parts.offers, now: parts.platform.now(), before: parts.before });
    this.#outbox = new Outbox({
      send: parts.send,
      isReady: parts.isReady,
      gaveUp: (code) => this.#gaveUp(code),
      after: parts.platform.after,
    });
    const { platform, iceServers = [] } = parts;
    this.#connection = platform.makeConnection({ iceServers, bundlePolicy: 'max-bundle' });
    this.#listen();
    this.#countLater();
    if (!parts.offers) return;
    // Both kinds are there from the start and send for good; devices come and go by `replaceTrack` alone.
    this.#connection.addTransceiver('audio', { direction: 'sendrecv' });
    this.#connection.addTransceiver('video', { direction: 'sendrecv' });
    this.#run(() => this.#applyTracks());
  }

  get number() {
    return this.#number;
  }

  /**
   * Takes the number that the first offer brings. A link that has one already is another: `false`.
   * @param {number} number
   */
  adopt(number) {
    if (this.#number !== 0 || this.#isClosed) return false;
    this.#number = number;
    return true;
  }

  get offers() {
    return this.#parts.offers;
  }

  get state() {
    return this.#recovery.state;
  }

  /** What another link instead of this one begins with. */
  get successorState() {
    return this.#recovery.successorState(this.#now());
  }

  /** How long ago this link began, in milliseconds. */
  get age() {
    return this.#recovery.age(this.#now());
  }

  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#outbox.close();
    this.#endRefresh();
    this.#endCount();
    this.#early = [];
    const connection = this.#connection;
    connection.onnegotiationneeded = connection.onicecandidate = null;
    connection.ontrack = connection.onconnectionstatechange = null;
    connection.close();
  }

  /** @param {Tracks} tracks */
  setTracks(tracks) {
    this.#tracks = tracks;
    this.#run(() => this.#applyTracks());
    // Before there is a description, that one will say it.
    const devices = devicesOf(tracks);
    const isNew = JSON.stringify(devices) !== JSON.stringify(this.#told);
    if (this.#told && isNew) this.#send({ devices: (this.#told = devices) });
  }

  /** @param {Saving} saving How much the other side may send. */
  setSaving(saving) {
    this.#send({ wants: saving });
  }

  /** @param {RTCIceServer[]} iceServers */
  setServers(iceServers) {
    useServers(this.#connection, iceServers);
  }

  /** How loud the other side is at the moment: 0 to 1. */
  get level() {
    const [source] = this.#transceiver('audio')?.receiver.getSynchronizationSources?.() ?? [];
    return source?.audioLevel ?? 0;
  }

  /**
   * Takes in what the other side sent for this very link.
   * @param {LinkSignal} signal
   */
  receive(signal) {
    if (this.#isClosed || !(signal.seq > this.#seqSeen)) return; // Sent twice: only its answer was lost.
    this.#seqSeen = signal.seq;
    if (signal.devices) {
      this.camera = signal.devices.camera === true;
      this.microphone = signal.devices.microphone === true;
      this.screen = signal.devices.screen === true;
      this.#parts.changed();
    }
    if (signal.wants) this.#spare(signal.wants);
    if (signal.refresh === true) this.#sendWholePicture();
    const { description, candidates } = signal;
    if (description) this.#run(() => this.#described(description));
    if (Array.isArray(candidates)) this.#run(() => this.#candidates(candidates));
  }

  /** The session is up again: what waits leaves, and what failed is tried. */
  resumed() {
    this.#recovery.resumed(this.#now());
    this.#outbox.flush();
    this.check();
    if (this.#isClosed || this.state === 'connecting') return;
    // Media went the same way as what was lost. By itself a receiver asks for a whole picture every three seconds only.
    // Once more a little later: ICE may find the way again after the session has.
    this.#refresh();
    this.#endRefresh();
    this.#endRefresh = this.#parts.platform.after(() => this.#refresh(), refreshAgainMs);
  }

  #refresh() {
    this.#sendWholePicture();
    this.#send({ refresh: true });
  }

  /** Looks whether something is to be done about a connection that does not carry; called each second until it does. */
  check() {
    if (this.#isClosed) return;
    const { signalingState, remoteDescription } = this.#connection;
    const remedy = this.#recovery.next({
      now: this.#now(),
      isReady: this.#parts.isReady(),
      isStable: signalingState === 'stable',
      isDescribed: remoteDescription !== null,
    });
    if (remedy === 'restart') this.#connection.restartIce();
    else if (remedy === 'rebuild') this.#parts.needsAnother();
    else if (remedy === 'ask') this.#send({ again: true });
  }

  #countLater() {
    this.#endCount = this.#parts.platform.after(() => void this.#count(), this.#recovery.countAfterMs);
  }

  async #count() {
    const report = await this.#connection.getStats().catch(() => null);
    if (this.#isClosed) return;
    if (report && this.#recovery.counted(trafficOf(report), this.#now())) {
      this.#parts.heardAgain();
      this.check();
    }
    const sent = { audio: this.microphone, video: this.camera || this.screen };
    if (report && this.quality.counted(report, sent, this.#now())) this.#parts.changed();
    if (!this.#isClosed) this.#countLater();
  }

  #now() {
    return this.#parts.platform.now();
  }

  /** @param {string} code */
  #gaveUp(code) {
    if (code === 'recipient_gone' || code === 'not_in_room') this.#parts.recipientGone();
  }

  #connectionChanged() {
    this.#recovery.changed(this.#connection.connectionState, this.#now());
    this.#parts.changed();
    this.check();
  }

  // MARK: Negotiation

  #listen() {
    const connection = this.#connection;
    connection.onnegotiationneeded = () => this.#run(() => this.#offer());
    connection.onicecandidate = ({ candidate }) => {
      // No candidate, or an empty one, only says that there are no more.
      if (candidate?.candidate) this.#send({ candidates: [candidate.toJSON()] });
    };
    connection.ontrack = ({ track }) => {
      this.stream ??= this.#parts.platform.makeStream();
      this.stream.addTrack(track);
      this.#parts.changed();
    };
    connection.onconnectionstatechange = () => this.#connectionChanged();
  }

  /** @param {() => Promise<void>} work */
  #run(work) {
    this.#doing = this.#doing.then(() => (this.#isClosed ? undefined : work())).catch(() => {
      if (!this.#isClosed) this.#recovery.broken(this.#now());
    });
  }

  /** Resolves when everything begun so far is done; for tests. */
  settled() {
    return this.#doing;
  }

  /** @param {Record<string, unknown>} message */
  #send(message) {
    this.#outbox.push({ link: this.number, ...message });
  }

  async #offer() {
    const connection = this.#connection;
    // Whoever answers waits for the first offer, also when its own end would like to negotiate.
    if (connection.signalingState !== 'stable' || (!this.offers && !connection.remoteDescription)) return;
    await this.#describe(() => connection.createOffer());
  }

  /** @param {{type: RTCSdpType, sdp: string}} description */
  async #described(description) {
    const connection = this.#connection;
    const isOffer = description.type === 'offer';
    const collides = isOffer && connection.signalingState !== 'stable';
    if (collides && !this.offers) return; // The other side takes its offer back and answers ours.
    if (!isOffer && connection.signalingState !== 'have-local-offer') return; // Answers an offer that was taken back.
    await connection.setRemoteDescription(description);
    const early = this.#early;
    this.#early = [];
    await this.#candidates(early);
    if (!isOffer) return;
    await this.#applyTracks();
    await this.#describe(() => connection.createAnswer());
  }

  /** @param {() => Promise<RTCSessionDescriptionInit>} make */
  async #describe(make) {
    const connection = this.#connection;
    let description = await make();
    if (byteCount(description) > payloadBytesMax) {
      for (const kind of /** @type {const} */ (['audio', 'video'])) {
        preferFewCodecs(this.#transceiver(kind), this.#parts.platform.codecs(kind));
      }
      description = await make();
    }
    if (this.#isClosed) return;
    await connection.setLocalDescription(description);
    if (this.#isClosed) return;
    const { type, sdp } = /** @type {RTCSessionDescription} */ (connection.localDescription);
    this.#told = devicesOf(this.#tracks);
    this.#send({ description: { type, sdp }, devices: this.#told });
    if (this.#parts.saving && this.#parts.saving !== 'off') this.setSaving(this.#parts.saving);
    this.#limitBits();
  }

  /** @param {RTCIceCandidateInit[]} candidates */
  async #candidates(candidates) {
    for (const candidate of candidates) {
      if (this.#isClosed) return;
      if (!this.#connection.remoteDescription) {
        if (this.#early.length < candidatesMax) this.#early.push(candidate);
        continue;
      }
      try {
        await this.#connection.addIceCandidate(candidate);
      } catch {
        // It belongs to an offer that was ignored or replaced, or names a transport this browser lacks: others remain.
      }
    }
  }

  // MARK: Tracks

  /** @param {'audio' | 'video'} kind mids follow the side that offered, so a transceiver is told by its kind. */
  #transceiver(kind) {
    return this.#connection.getTransceivers().find(({ receiver }) => receiver.track.kind === kind);
  }

  async #applyTracks() {
    for (const kind of /** @type {const} */ (['audio', 'video'])) {
      const transceiver = this.#transceiver(kind);
      if (!transceiver) continue; // The first offer brings it.
      if (transceiver.direction !== 'sendrecv') transceiver.direction = 'sendrecv';
      const track = kind === 'video' && this.#sparing === 'audio' ? null : this.#tracks[kind];
      if (transceiver.sender.track !== track) await transceiver.sender.replaceTrack(track);
    }
  }

  /** @param {Saving} wanted */
  #spare(wanted) {
    this.#sparing = wanted;
    this.#run(() => this.#applyTracks());
    this.#run(async () => this.#limitBits());
  }

  /** Sends a key frame next, from which the other side can decode without what came before. */
  #sendWholePicture() {
    const sender = this.#transceiver('video')?.sender;
    const parameters = sender?.getParameters();
    if (!sender || parameters?.encodings?.length !== 1 || this.#now() - this.#wholeAt < wholeEveryMs) return;
    this.#wholeAt = this.#now();
    // The second argument is of the WebRTC extensions: a browser that does not know it passes over it.
    const options = { encodingOptions: [{ keyFrame: true }] };
    /** @type {(parameters: RTCRtpSendParameters, options: object) => Promise<void>} */ (sender.setParameters)
      .call(sender, parameters, options).catch(() => {});
  }

  #limitBits() {
    const sender = this.#transceiver('video')?.sender;
    if (sender) limitBits(sender, this.#sparing === 'off', this.#tracks.isScreen ?? false);
  }
}

/** @param {unknown} value As JSON in UTF-8. */
function byteCount(value) {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
