// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What this page gets from the media server, by one connection. It says what it wishes for (wishes.js); the server
// offers, each offer with the whole mapping of places in the connection to tracks, and this side answers, in order.
// Places are used again for others, so only the last mapping holds.
//
// A connection that does not carry, or an offer that cannot be taken, is met by asking for a fresh one. What it showed
// stays until the next has something to show in its place.

import { pauseAfter, ServerLink } from './server-link.js';

/** @typedef {import('./wishes.js').Wish} Wish */
/** @typedef {import('./wishes.js').TrackKind} TrackKind */
/** @typedef {import('./platform.js').Platform} Platform */
/** @typedef {{mid: string, session: string, kind: TrackKind}} Mapped */
/** @typedef {{revision: number, fresh: boolean, sdp: string, tracks: Mapped[]}} Offer */
/** @typedef {{code?: string, retryable?: boolean, retryAfterMs?: number}} Refusal */
/** @typedef {Mapped & {receiver: RTCRtpReceiver}} Received */

const coalesceMs = 100;

/**
 * @typedef {object} SubscriberParts
 * @property {(method: string, params: Record<string, unknown>) => Promise<any>} request
 * @property {() => boolean} isReady Whether the session is up and the media server can be used.
 * @property {() => Promise<void>} isAlive Asks the server for a sign of life now; resolves when it came.
 * @property {() => RTCIceServer[]} iceServers
 * @property {Platform} platform
 * @property {() => void} changed `state` or the tracks are others.
 */

/** One connection, with the offers for it that wait. */
class Subscription {
  /** @type {Offer[]} */
  offers = [];
  isAnswering = false;

  /** @param {ServerLink} link */
  constructor(link) {
    this.link = link;
  }
}

export class Subscriber {
  /** @type {SubscriberParts} */
  #parts;
  /** @type {Subscription | null} */
  #current = null;
  /** @type {Wish[]} */
  #wishes = [];
  /** What the server was asked last, as one string. */
  #asked = '[]';
  #isAsking = false;
  /** A fresh connection is needed so many times, and was asked for so many times. */
  #fresh = { needed: 0, asked: 0 };
  #hadLink = false;
  #revision = -1;
  /** Connections, and requests, that failed one after the other. */
  #tries = { connection: 0, request: 0 };
  /** @type {(() => void) | null} */
  #endSend = null;
  #isClosed = false;

  /**
   * By session and kind.
   * @type {Map<string, Received>}
   */
  received = new Map();
  /** @type {Map<string, {main: MediaStream, screen: MediaStream}>} */
  #streams = new Map();

  /** @param {SubscriberParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  get connection() {
    return this.#current?.link.connection ?? null;
  }

  /** `null` while there is no connection. */
  get state() {
    if (this.#current) return this.#current.link.state;
    return this.#hadLink ? 'interrupted' : null;
  }

  /**
   * @param {string} session
   * @param {'main' | 'screen'} which
   * @returns {MediaStream | null}
   */
  streamOf(session, which) {
    const stream = this.#streams.get(session)?.[which];
    return stream && stream.getTracks().length > 0 ? stream : null;
  }

  /**
   * @param {string} session
   * @param {TrackKind} kind
   */
  receiverOf(session, kind) {
    return this.received.get(`${session} ${kind}`)?.receiver ?? null;
  }

  /** @param {Wish[]} wishes */
  want(wishes) {
    this.#wishes = wishes;
    this.#sendLater();
  }

  /** @param {Offer} offer */
  offered(offer) {
    if (this.#isClosed || (!offer.fresh && offer.revision <= this.#revision)) return;
    const isFirst = offer.fresh || !this.#hadLink;
    if (!isFirst && !this.#current) {
      // For a connection that was given up. Had there been nothing to get meanwhile, none was begun instead.
      if (this.#fresh.needed === this.#fresh.asked && !this.#isAsking) this.#renew({});
      return;
    }
    this.#revision = offer.revision;
    if (isFirst) this.#begin();
    const subscription = /** @type {Subscription} */ (this.#current);
    subscription.offers.push(offer);
    void this.#answerAll(subscription);
  }

  /** The server's end is gone. */
  lost() {
    this.#tries.connection = 0;
    this.#renew({});
  }

  /** The session is up again, or the media server is: it may have forgotten what was asked. */
  resumed() {
    this.#current?.link.resumed();
    if (this.#asked !== '[]') this.#asked = '';
    this.#tries.request = 0;
    this.#endSend?.();
    this.#endSend = null;
    this.#sendLater();
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
    this.#current?.link.close();
    this.#current = null;
    this.#endSend?.();
    this.received.clear();
    this.#streams.clear();
  }

  // MARK: Wishes

  get #isDue() {
    return this.#asked !== JSON.stringify(this.#wishes) || this.#fresh.asked !== this.#fresh.needed;
  }

  /** @param {number} [ms] */
  #sendLater(ms = coalesceMs) {
    if (this.#endSend || this.#isClosed || !this.#isDue) return;
    this.#endSend = this.#parts.platform.after(() => {
      this.#endSend = null;
      void this.#send();
    }, ms);
  }

  async #send() {
    if (this.#isAsking || !this.#isDue || !this.#parts.isReady()) return; // Its end, or its return, sends.
    this.#isAsking = true;
    const asked = JSON.stringify(this.#wishes);
    const { needed } = this.#fresh;
    let pauseMs = coalesceMs;
    try {
      await this.#parts.request('media.subscribe', { tracks: this.#wishes, fresh: needed !== this.#fresh.asked });
      this.#asked = asked;
      this.#fresh.asked = needed;
      this.#tries.request = 0;
    } catch (error) {
      pauseMs = pauseAfter(/** @type {Refusal} */ (error), this.#tries.request);
      this.#tries.request += 1;
    }
    this.#isAsking = false;
    this.#sendLater(pauseMs);
  }

  /** @param {Refusal} error Asks for a fresh connection; not in a tight circle. */
  #renew(error) {
    this.#current?.link.close();
    this.#current = null;
    if (this.#wishes.length > 0 || this.#hadLink) this.#fresh.needed += 1;
    this.#endSend?.();
    this.#endSend = null;
    const tries = this.#tries.connection;
    this.#sendLater(tries === 0 ? 0 : pauseAfter(error, tries));
    this.#tries.connection += 1;
    this.#parts.changed();
  }

  // MARK: Offers

  #begin() {
    this.#current?.link.close();
    const { request, isReady, isAlive, iceServers, platform, changed } = this.#parts;
    const subscription = new Subscription(new ServerLink({
      side: 'subscribe', request, isReady, isAlive, iceServers: iceServers(), platform,
      tries: this.#tries.connection,
      changed: () => {
        if (subscription.link.state === 'connected') this.#tries.connection = 0;
        changed();
      },
      died: () => {
        if (this.#current === subscription) this.#renew({});
      },
    }));
    this.#current = subscription;
    this.#hadLink = true;
  }

  /** @param {Subscription} subscription */
  async #answerAll(subscription) {
    if (subscription.isAnswering) return;
    subscription.isAnswering = true;
    try {
      for (let offer = subscription.offers.shift(); offer; offer = subscription.offers.shift()) {
        await this.#answer(subscription, offer);
        if (subscription !== this.#current) break;
      }
    } catch (error) {
      if (subscription === this.#current) this.#renew(/** @type {Refusal} */ (error));
    }
    subscription.isAnswering = false;
  }

  /**
   * @param {Subscription} subscription
   * @param {Offer} offer
   */
  async #answer(subscription, { revision, sdp, tracks }) {
    const { link } = subscription;
    const { connection } = link;
    await connection.setRemoteDescription({ type: 'offer', sdp });
    await connection.setLocalDescription(await connection.createAnswer());
    if (subscription !== this.#current) return;
    this.#take(connection, tracks);
    await this.#parts.request('media.answer', { revision, sdp: connection.localDescription?.sdp });
    link.described();
  }

  /**
   * @param {RTCPeerConnection} connection
   * @param {Mapped[]} tracks
   */
  #take(connection, tracks) {
    const receivers = new Map(connection.getTransceivers().map(({ mid, receiver }) => [mid, receiver]));
    this.received.clear();
    for (const each of tracks) {
      const receiver = receivers.get(each.mid);
      if (receiver) this.received.set(`${each.session} ${each.kind}`, { ...each, receiver });
    }
    /** @type {Map<string, {main: MediaStreamTrack[], screen: MediaStreamTrack[]}>} */
    const wanted = new Map();
    for (const { session, kind, receiver } of this.received.values()) {
      const lists = wanted.get(session) ?? { main: [], screen: [] };
      lists[kind === 'screen' || kind === 'screenAudio' ? 'screen' : 'main'].push(receiver.track);
      wanted.set(session, lists);
    }
    // A track goes before it comes, so that no picture is for an instant that of somebody else.
    for (const [session, { main, screen }] of this.#streams) {
      const lists = wanted.get(session);
      if (!lists) this.#streams.delete(session);
      removeOthers(main, lists?.main ?? []);
      removeOthers(screen, lists?.screen ?? []);
    }
    for (const [session, lists] of wanted) this.#fillStreams(session, lists);
    this.#parts.changed();
  }

  /**
   * @param {string} session
   * @param {{main: MediaStreamTrack[], screen: MediaStreamTrack[]}} lists
   */
  #fillStreams(session, lists) {
    const { makeStream } = this.#parts.platform;
    const streams = this.#streams.get(session) ?? { main: makeStream(), screen: makeStream() };
    this.#streams.set(session, streams);
    for (const which of /** @type {const} */ (['main', 'screen'])) {
      const stream = streams[which];
      for (const track of lists[which]) if (!stream.getTracks().includes(track)) stream.addTrack(track);
    }
  }
}

/**
 * @param {MediaStream} stream
 * @param {MediaStreamTrack[]} tracks
 */
function removeOthers(stream, tracks) {
  for (const track of stream.getTracks()) if (!tracks.includes(track)) stream.removeTrack(track);
}
