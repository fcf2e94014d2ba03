// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// One RTCPeerConnection with one other session. The side that offers makes the first offer; the other builds its own end
// from it. Afterwards either may negotiate (an ICE restart): then the offering side is the polite one. When both make
// the *first* offer at once, Chromium's rollback often ends in a connection that never gathers, so that is ruled out.
//
// A link decides by `check` what to do about a connection that does not carry. It is never repaired by being rebuilt:
// the mesh makes another link with a greater number, and what is still under way from this one is told by its number.

import { Outbox } from './outbox.js';
import { devicesOf } from './media-plane.js';

/** @typedef {import('./media-plane.js').Tracks} Tracks */
/** @typedef {import('./media-plane.js').RemoteState} RemoteState */

const restartEveryMs = 5_000;
/** The side that does not offer leaves the first restart to the other, which spares both a glare. */
const restartBehindMs = 1_500;
/** Not connected that long after the first offer or a restart: a new connection is better than another restart. */
const rebuildAfterMs = 20_000;
/** An offer that has not come by then was lost, or sent before this page listened. */
const askAfterMs = 6_000;
const askEveryMs = 6_000;
/** A negotiation that fails is begun anew, but not in a tight circle. */
const brokenForMs = 2_000;
const candidatesMax = 64;
/** What `signal.send` takes (docs/protocol.md, "Limits"), less the message's own members. */
const payloadBytesMax = 16_000;
/** Enough for a small tile; a mesh sends each picture three times. */
const videoBitsPerSecondMax = 700_000;

/**
 * @typedef {object} LinkParts
 * @property {number} number Greater than any earlier one with the same session; 0 until the first offer brings it.
 * @property {boolean} offers
 * @property {RemoteState} [before] What is shown until it is connected: how far the link came that it replaces.
 * @property {Tracks} tracks
 * @property {(payload: object) => Promise<unknown>} send
 * @property {() => boolean} isReady Whether the session is up, so that signals can be sent.
 * @property {() => void} changed `state`, `stream`, `camera` or `microphone` is another.
 * @property {() => void} needsAnother This link is of no use any more: the offering side is to make another.
 * @property {() => void} recipientGone The other session is not in the room any more.
 * @property {import('./mesh.js').Platform} platform
 */

/**
 * What travels: always the link's number; then a description, candidates, the state of devices, or the wish of the side
 * that does not offer for another link.
 * @typedef {object} LinkSignal
 * @property {number} link
 * @property {number} seq
 * @property {{type: RTCSdpType, sdp: string}} [description]
 * @property {RTCIceCandidateInit[]} [candidates]
 * @property {{microphone: boolean, camera: boolean}} [devices]
 * @property {boolean} [again]
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
   * @type {{microphone: boolean, camera: boolean} | null}
   */
  #told = null;
  /** @type {RTCIceCandidateInit[]} */
  #early = [];
  #seqSeen = 0;
  #isIgnoringOffer = false;
  #isClosed = false;
  /** @type {RemoteState} */
  #before;
  #startedAt;
  /** When the attempt that is under way began: the first offer, or the first restart since it was connected. */
  #attemptAt;
  #failedAt = 0;
  #restartedAt = 0;
  #askedAt = 0;
  #brokenAt = 0;

  /** @type {RemoteState} */
  state = 'connecting';
  /** @type {MediaStream | null} */
  stream = null;
  camera = false;
  microphone = false;

  /** @param {LinkParts} parts */
  constructor(parts) {
    this.#parts = parts;
    this.#number = parts.number;
    this.#tracks = parts.tracks;
    this.#before = parts.before ?? 'connecting';
    this.#startedAt = this.#attemptAt = parts.platform.now();
    this.#outbox = new Outbox({
      send: parts.send,
      isReady: parts.isReady,
      gaveUp: (code) => this.#gaveUp(code),
      after: parts.platform.after,
    });
    this.#connection = parts.platform.makeConnection({ iceServers: [], bundlePolicy: 'max-bundle' });
    this.#listen();
    this.state = this.#stateNow();
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

  /**
   * What another link instead of this one begins with.
   * @returns {RemoteState}
   */
  get successorState() {
    if (this.state === 'failed' || this.age >= rebuildAfterMs) return 'failed';
    return this.state === 'connected' ? 'interrupted' : this.state;
  }

  /** How long ago this link began, in milliseconds. */
  get age() {
    return this.#parts.platform.now() - this.#startedAt;
  }

  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#outbox.close();
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
    const { camera, microphone } = devicesOf(tracks);
    const isNew = camera !== this.#told?.camera || microphone !== this.#told?.microphone;
    if (this.#told && isNew) this.#send({ devices: (this.#told = { microphone, camera }) });
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
      this.#parts.changed();
    }
    const { description, candidates } = signal;
    if (description) this.#run(() => this.#described(description));
    if (Array.isArray(candidates)) this.#run(() => this.#candidates(candidates));
  }

  /** The session is up again: what waits leaves, and what failed is tried. */
  resumed() {
    this.#attemptAt = this.#parts.platform.now();
    if (this.#failedAt > 0) this.#failedAt = this.#attemptAt;
    this.#outbox.flush();
    this.check();
  }

  /** Looks whether something is to be done about a connection that does not carry; called each second until it does. */
  check() {
    if (this.#isClosed || this.state === 'connected') return;
    const now = this.#parts.platform.now();
    if (!this.#parts.isReady()) {
      this.#attemptAt = now; // Nothing can be agreed upon, so no time is lost.
      return;
    }
    const isBroken = this.#brokenAt > 0 && now - this.#brokenAt >= brokenForMs;
    if (this.offers && (isBroken || now - this.#attemptAt >= rebuildAfterMs)) {
      this.#parts.needsAnother();
      return;
    }
    if (this.#failedAt > 0) this.#restartWhenDue(now);
    if (!this.offers) this.#askWhenDue(now);
  }

  // MARK: Recovery

  /** @param {number} now */
  #restartWhenDue(now) {
    const first = this.#failedAt + (this.offers ? 0 : restartBehindMs);
    if (now < first || (this.#restartedAt > 0 && now - this.#restartedAt < restartEveryMs)) return;
    if (this.#connection.signalingState !== 'stable') return; // A restart is under way that has no answer yet.
    if (this.#restartedAt === 0) this.#attemptAt = now;
    this.#restartedAt = now;
    this.#connection.restartIce();
  }

  /** @param {number} now */
  #askWhenDue(now) {
    const isWaiting = this.#connection.remoteDescription === null;
    const first = this.#brokenAt > 0
      ? this.#brokenAt + brokenForMs : this.#attemptAt + (isWaiting ? askAfterMs : rebuildAfterMs);
    if (now < first || (this.#askedAt > 0 && now - this.#askedAt < askEveryMs)) return;
    this.#askedAt = now;
    this.#send({ again: true });
  }

  /** This end cannot go on; only the offering side may begin anew, and `check` does or asks. */
  #broken() {
    if (!this.#isClosed) this.#brokenAt ||= this.#parts.platform.now();
  }

  /** @param {string} code */
  #gaveUp(code) {
    if (code === 'recipient_gone' || code === 'not_in_room') this.#parts.recipientGone();
  }

  #connectionChanged() {
    const { connectionState } = this.#connection;
    const now = this.#parts.platform.now();
    if (connectionState === 'connected') {
      this.#before = 'interrupted';
      this.#failedAt = this.#restartedAt = this.#brokenAt = 0;
    } else if (connectionState === 'failed') {
      if (this.#failedAt === 0) this.#failedAt = now;
    } else if (connectionState === 'disconnected' && this.#failedAt === 0) {
      this.#attemptAt = now;
    }
    this.state = this.#stateNow();
    this.#parts.changed();
    this.check();
  }

  /** @returns {RemoteState} */
  #stateNow() {
    switch (this.#connection.connectionState) {
      case 'connected': return 'connected';
      case 'failed': return 'failed';
      // A restart that has not helped yet is no better news than the failure; Chromium calls it disconnected again.
      case 'disconnected': return this.#failedAt > 0 ? 'failed' : 'interrupted';
      default: return this.#failedAt > 0 ? 'failed' : this.#before;
    }
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
    this.#doing = this.#doing.then(() => (this.#isClosed ? undefined : work())).catch(() => this.#broken());
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
    this.#isIgnoringOffer = collides && !this.offers;
    if (this.#isIgnoringOffer) return;
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
      this.#preferFewCodecs();
      description = await make();
    }
    if (this.#isClosed) return;
    await connection.setLocalDescription(description);
    if (this.#isClosed) return;
    const { type, sdp } = /** @type {RTCSessionDescription} */ (connection.localDescription);
    this.#told = devicesOf(this.#tracks);
    this.#send({ description: { type, sdp }, devices: this.#told });
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
      const track = this.#tracks[kind];
      if (transceiver.sender.track !== track) await transceiver.sender.replaceTrack(track);
    }
  }

  /** Leaves VP8 and Opus, which every browser has, and what repairs them. */
  #preferFewCodecs() {
    for (const kind of /** @type {const} */ (['audio', 'video'])) {
      const codecs = this.#parts.platform.codecs(kind);
      const few = codecs.filter(({ mimeType }) => /^(audio\/opus|video\/(VP8|rtx))$/i.test(mimeType));
      if (few.length > 0) this.#transceiver(kind)?.setCodecPreferences(few);
    }
  }

  #limitBits() {
    const sender = this.#transceiver('video')?.sender;
    const parameters = sender?.getParameters();
    const encoding = parameters?.encodings?.[0];
    if (!sender || !parameters || !encoding || encoding.maxBitrate === videoBitsPerSecondMax) return;
    encoding.maxBitrate = videoBitsPerSecondMax;
    sender.setParameters(parameters).catch(() => {}); // A wish: without it the picture only costs more.
  }
}

/** @param {unknown} value As JSON in UTF-8. */
function byteCount(value) {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
