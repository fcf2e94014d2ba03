// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What this page sends to the media server, by one connection. Microphone and camera have their places in it from the
// start, and devices come and go by `replaceTrack`; a screen and its sound are negotiated when they are first shared.
//
// There is what is wanted and what was negotiated, and one negotiation at a time until the two are the same. Whatever
// fails is met by another connection, which the server is told by `fresh`.

import { encodingsFor, preferVP8, sharpen } from './encodings.js';
import { pauseAfter, ServerLink } from './server-link.js';

/** @typedef {import('./wishes.js').TrackKind} TrackKind */
/** @typedef {import('./platform.js').Platform} Platform */
/** @typedef {Record<TrackKind, MediaStreamTrack | null>} Published */

/** @type {readonly TrackKind[]} */
const kinds = ['microphone', 'camera', 'screen', 'screenAudio'];

/** @returns {Published} */
export const nothing = () => ({ microphone: null, camera: null, screen: null, screenAudio: null });

/**
 * @typedef {object} PublisherParts
 * @property {(method: string, params: Record<string, unknown>) => Promise<any>} request
 * @property {() => boolean} isReady Whether the session is up and the media server can be used.
 * @property {() => Promise<void>} isAlive Asks the server for a sign of life now; resolves when it came.
 * @property {() => RTCIceServer[]} iceServers
 * @property {Platform} platform
 * @property {() => void} changed `state` is another.
 */

/** One connection, and how far it was negotiated. */
class Publication {
  /** @type {Partial<Record<TrackKind, RTCRtpTransceiver>>} */
  transceivers = {};
  /** What the server was told of, as one string. */
  negotiated = '';
  isNegotiating = false;

  /** @param {ServerLink} link */
  constructor(link) {
    this.link = link;
  }
}

export class Publisher {
  /** @type {PublisherParts} */
  #parts;
  #tracks = nothing();
  /** @type {Publication | null} */
  #current = null;
  #isSaving = false;
  /** Replacing tracks is asynchronous, and what was wanted last must be what holds in the end. */
  #doing = Promise.resolve();
  #tries = 0;
  /** @type {(() => void) | null} Ends the wait for the next try. */
  #endRetry = null;
  #isClosed = false;

  /** @param {PublisherParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  get connection() {
    return this.#current?.link.connection ?? null;
  }

  /** `null` while nothing is sent. */
  get state() {
    return this.#current?.link.state ?? null;
  }

  /** @param {Published} tracks */
  setTracks(tracks) {
    this.#tracks = tracks;
    this.update();
  }

  /** @param {boolean} isSaving Only the smaller sizes of the picture are sent. */
  setSaving(isSaving) {
    this.#isSaving = isSaving;
    this.#limit();
  }

  /** Does what is due: another connection where there is none, a negotiation where something is new. */
  update() {
    if (this.#isClosed || !this.#parts.isReady()) return;
    if (!this.#current && !this.#endRetry && kinds.some((kind) => this.#tracks[kind])) this.#begin();
    if (!this.#current) return;
    this.#apply(this.#current);
    void this.#negotiate(this.#current);
  }

  /** The server's end is gone. */
  lost() {
    this.#drop();
    this.#tries = 0;
    this.update();
  }

  /** The session is up again, or the media server is. */
  resumed() {
    this.#current?.link.resumed();
    this.#endRetry?.();
    this.#endRetry = null;
    this.update();
  }

  check() {
    this.#current?.link.check();
  }

  /** @param {RTCIceServer[]} iceServers */
  setServers(iceServers) {
    this.#current?.link.setServers(iceServers);
  }

  close() {
    this.#isClosed = true;
    this.#drop();
  }

  /** Resolves when tracks that were set are in place; for tests. */
  settled() {
    return this.#doing;
  }

  #drop() {
    this.#current?.link.close();
    this.#current = null;
    this.#endRetry?.();
    this.#endRetry = null;
  }

  #begin() {
    const { request, isReady, isAlive, iceServers, platform, changed } = this.#parts;
    const publication = new Publication(new ServerLink({
      side: 'publish', request, isReady, isAlive, iceServers: iceServers(), platform,
      tries: this.#tries,
      changed: () => {
        if (publication.link.state === 'connected') this.#tries = 0;
        changed();
      },
      died: () => {
        if (this.#current === publication) this.#failed({});
      },
    }));
    this.#current = publication;
    const { connection } = publication.link;
    publication.transceivers.microphone = connection.addTransceiver('audio', { direction: 'sendonly' });
    publication.transceivers.camera = addCamera(connection, encodingsFor(platform.isWeak));
  }

  /** @param {{code?: string, retryable?: boolean, retryAfterMs?: number}} error */
  #failed(error) {
    // What carried before is likely to carry again: at once the first time.
    const pauseMs = this.#current?.link.wasConnected && this.#tries === 0 ? 0 : pauseAfter(error, this.#tries);
    this.#drop();
    this.#tries += 1;
    this.#endRetry = this.#parts.platform.after(() => {
      this.#endRetry = null;
      this.update();
    }, pauseMs);
    this.#parts.changed();
  }

  // MARK: Negotiation

  /** @returns {TrackKind[]} */
  #wanted() {
    return kinds.filter((kind) => kind === 'microphone' || kind === 'camera' || this.#tracks[kind]);
  }

  /** @param {Publication} publication */
  async #negotiate(publication) {
    if (publication.isNegotiating) return;
    publication.isNegotiating = true;
    try {
      while (publication === this.#current && publication.negotiated !== this.#wanted().join()) {
        await this.#describe(publication, this.#wanted());
      }
    } catch (error) {
      if (publication === this.#current) this.#failed(/** @type {import('../net/errors.js').PlenaryError} */ (error));
    }
    publication.isNegotiating = false;
  }

  /**
   * @param {Publication} publication
   * @param {TrackKind[]} wanted
   */
  async #describe(publication, wanted) {
    const { link, transceivers, negotiated } = publication;
    const { connection } = link;
    this.#arrange(publication, wanted);
    await this.#doing;
    await connection.setLocalDescription(await connection.createOffer());
    const tracks = wanted.map((kind) => ({ mid: transceivers[kind]?.mid, kind }));
    const { sdp } = await this.#parts.request('media.publish', {
      sdp: connection.localDescription?.sdp, tracks, fresh: negotiated === '',
    });
    if (publication !== this.#current) return;
    await connection.setRemoteDescription({ type: 'answer', sdp });
    publication.negotiated = wanted.join();
    link.described();
    this.#limit();
  }

  /**
   * A place that is not needed any more is kept for the next time: places in a connection are never taken back.
   * @param {Publication} publication
   * @param {TrackKind[]} wanted
   */
  #arrange({ link: { connection }, transceivers }, wanted) {
    for (const kind of kinds) {
      const direction = wanted.includes(kind) ? 'sendonly' : 'inactive';
      const transceiver = transceivers[kind];
      if (transceiver && transceiver.direction !== direction) transceiver.direction = direction;
      if (transceiver || direction === 'inactive') continue;
      transceivers[kind] = connection.addTransceiver(kind === 'screen' ? 'video' : 'audio', { direction });
    }
    for (const kind of /** @type {const} */ (['camera', 'screen'])) {
      const transceiver = transceivers[kind];
      if (transceiver) preferVP8(transceiver, this.#parts.platform.codecs('video'));
    }
    this.#apply(/** @type {Publication} */ (this.#current));
  }

  /** @param {Publication} publication */
  #apply({ transceivers }) {
    this.#doing = this.#doing.then(async () => {
      for (const kind of kinds) {
        const sender = transceivers[kind]?.sender;
        if (sender && sender.track !== this.#tracks[kind]) await sender.replaceTrack(this.#tracks[kind]);
      }
      const { camera } = this.#tracks;
      if (camera && !this.#parts.platform.isWeak) sharpen(camera);
    }).catch(() => {}); // Of a connection that was closed meanwhile.
  }

  /** The largest size is only encoded while nobody saves data here. */
  #limit() {
    const sender = this.#current?.transceivers.camera?.sender;
    const parameters = sender?.getParameters?.();
    const largest = parameters?.encodings?.find(({ rid }) => rid === 'h');
    if (!sender || !parameters || !largest || (largest.active !== false) === !this.#isSaving) return;
    largest.active = !this.#isSaving;
    sender.setParameters(parameters).catch(() => {}); // A wish: without it the picture only costs more.
  }
}

/**
 * @param {RTCPeerConnection} connection
 * @param {RTCRtpEncodingParameters[]} sendEncodings
 */
function addCamera(connection, sendEncodings) {
  try {
    return connection.addTransceiver('video', { direction: 'sendonly', sendEncodings });
  } catch {
    return connection.addTransceiver('video', { direction: 'sendonly' }); // One size: this browser knows no more.
  }
}
