// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// A browser without media: connections that negotiate but carry nothing, a clock that is turned by hand, and sessions
// that hear each other's signals.

export const tick = () => new Promise((resolve) => setImmediate(resolve));

/** An event with a detail: Debian's Node has no CustomEvent. */
export const event = (type, detail) => Object.assign(new Event(type), { detail });

export class FakeTrack {
  enabled = true;
  readyState = 'live';
  #listeners = new Map();

  constructor(kind, id = kind) {
    this.kind = kind;
    this.id = id;
  }

  addEventListener(type, listener) {
    this.#listeners.set(type, listener);
  }

  stop() {
    this.readyState = 'ended';
  }

  /** The device is pulled out. */
  end() {
    this.readyState = 'ended';
    this.#listeners.get('ended')?.();
  }
}

export class FakeStream {
  #tracks;

  constructor(tracks = []) {
    this.#tracks = [...tracks];
  }

  getTracks() {
    return [...this.#tracks];
  }

  addTrack(track) {
    this.#tracks.push(track);
  }

  removeTrack(track) {
    this.#tracks = this.#tracks.filter((each) => each !== track);
  }
}

class FakeTransceiver {
  direction = 'recvonly';
  codecs = null;
  mid = null;

  constructor(kind, { mid = null, sendEncodings = [{}] } = {}) {
    this.mid = mid;
    this.receiver = {
      track: new FakeTrack(kind, mid === null ? `remote-${kind}` : `remote-${kind}-${mid}`),
      level: 0,
      getSynchronizationSources: () => [{ audioLevel: this.receiver.level }],
    };
    this.encodings = sendEncodings;
    this.sender = {
      track: null,
      replaced: 0,
      replaceTrack: async (track) => {
        this.sender.track = track;
        this.sender.replaced += 1;
      },
      getParameters: () => ({ encodings: structuredClone(this.encodings) }),
      wholePictures: 0,
      setParameters: async ({ encodings }, options) => {
        this.encodings = encodings;
        if (options?.encodingOptions?.[0].keyFrame) this.sender.wholePictures += 1;
      },
    };
  }

  setCodecPreferences(codecs) {
    this.codecs = codecs;
  }
}

/** Negotiates by the rules of JSEP as far as states go. A test sets `connectionState` by `become`. */
export class FakeConnection {
  signalingState = 'stable';
  connectionState = 'new';
  localDescription = null;
  remoteDescription = null;
  restarts = 0;
  isClosed = false;
  candidates = [];
  /** Set by a test: what the next setRemoteDescription throws. */
  refusal = null;
  sdpLength = 100;
  /** Set by a test: what `getStats` tells. */
  traffic = { bytes: 0, asked: 0, heard: 0 };
  #transceivers = [];
  #needed = false;

  constructor(configuration) {
    this.configuration = configuration;
  }

  addTransceiver(kind, { direction, sendEncodings }) {
    const transceiver = new FakeTransceiver(kind, { sendEncodings });
    transceiver.direction = direction;
    this.#transceivers.push(transceiver);
    this.#need();
    return transceiver;
  }

  getTransceivers() {
    return this.#transceivers;
  }

  async createOffer() {
    return { type: 'offer', sdp: this.#sdp() };
  }

  async createAnswer() {
    if (this.signalingState !== 'have-remote-offer') throw new Error(`createAnswer in ${this.signalingState}`);
    return { type: 'answer', sdp: this.#sdp() };
  }

  async setLocalDescription(description) {
    this.localDescription = description;
    this.#transceivers.forEach((transceiver, index) => { transceiver.mid ??= String(index); });
    this.signalingState = description.type === 'offer' ? 'have-local-offer' : 'stable';
    this.#needed = false;
  }

  async setRemoteDescription(description) {
    if (this.refusal) throw this.refusal;
    if (description.type === 'offer') {
      if (this.signalingState === 'have-local-offer') this.#needed = true; // Rolled back: to be negotiated again.
      this.signalingState = 'have-remote-offer';
      if (description.sdp.startsWith('places:')) this.#place(description.sdp.slice('places:'.length).split(','));
      // In the other order than the offering side's: mids are no guide.
      else if (this.#transceivers.length === 0) {
        this.#transceivers = [new FakeTransceiver('video'), new FakeTransceiver('audio')];
      }
    } else {
      if (this.signalingState !== 'have-local-offer') throw new Error(`answer in ${this.signalingState}`);
      this.signalingState = 'stable';
    }
    const isFirst = this.remoteDescription === null;
    this.remoteDescription = description;
    if (isFirst) for (const { receiver } of this.#transceivers) this.ontrack?.({ track: receiver.track });
    if (this.#needed && this.signalingState === 'stable') this.#need();
  }

  async addIceCandidate(candidate) {
    if (!this.remoteDescription) throw new Error('a candidate before the remote description');
    this.candidates.push(candidate.candidate);
  }

  async getStats() {
    if (this.report) return this.report;
    const { bytes, asked, heard } = this.traffic;
    return new Map([
      ['T', { type: 'transport', bytesReceived: bytes, ...(asked !== null && { selectedCandidatePairId: 'P' }) }],
      ['P', { type: 'candidate-pair', requestsSent: asked ?? 0, responsesReceived: heard }],
    ]);
  }

  restartIce() {
    this.restarts += 1;
    this.#need();
  }

  close() {
    this.isClosed = true;
    this.signalingState = 'closed';
  }

  getConfiguration() {
    return this.configuration;
  }

  setConfiguration(configuration) {
    this.configuration = configuration;
  }

  /** Places that an offer of the media server names, `audio,video`: the first has mid 0. */
  #place(kinds) {
    kinds.forEach((kind, index) => {
      this.#transceivers[index] ??= new FakeTransceiver(kind, { mid: String(index) });
    });
  }

  // MARK: For tests

  become(connectionState) {
    this.connectionState = connectionState;
    this.onconnectionstatechange?.();
  }

  gather(...candidates) {
    for (const candidate of candidates) {
      const toJSON = () => ({ candidate, sdpMid: '0' });
      this.onicecandidate?.({ candidate: candidate === null ? null : { ...toJSON(), toJSON } });
    }
  }

  #sdp() {
    const isNarrow = this.#transceivers.some(({ codecs }) => codecs);
    return 'v'.repeat(isNarrow ? 100 : this.sdpLength);
  }

  #need() {
    this.#needed = true;
    queueMicrotask(() => {
      if (this.#needed && this.signalingState === 'stable') this.onnegotiationneeded?.();
    });
  }
}

/** A platform whose clock and connections belong to the test. */
export class FakePlatform {
  connections = [];
  sdpLength = 100;
  isWeak = false;
  #now = 1_764_000_000_000;
  #timers = new Set();

  makeConnection = (configuration) => {
    const connection = new FakeConnection(configuration);
    connection.sdpLength = this.sdpLength;
    this.connections.push(connection);
    return connection;
  };

  makeStream = () => new FakeStream();
  codecs = (kind) => (kind === 'audio'
    ? ['audio/opus', 'audio/PCMU'] : ['video/VP8', 'video/rtx', 'video/H264']).map((mimeType) => ({ mimeType }));
  now = () => this.#now;

  after = (callback, ms) => {
    const timer = { callback, at: this.#now + ms };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  get timerCount() {
    return this.#timers.size;
  }

  get last() {
    return this.connections.at(-1);
  }

  /** Time passes and no timer fires until it has. */
  async sleep(ms) {
    this.#now += ms;
    await this.advance(0);
  }

  async advance(ms) {
    const end = this.#now + ms;
    for (;;) {
      const due = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.callback();
      await tick();
    }
    this.#now = end;
    await tick();
  }
}

/** A room's server: it relays signals, and keeps those of a session that is away. */
export class FakeRoom {
  sessions = new Map();
  members = [];

  /** @returns {FakeSession} */
  add(session, media = 'mesh') {
    const made = new FakeSession(this, session, media);
    this.sessions.set(session, made);
    return made;
  }

  async setMembers(...sessions) {
    this.members = sessions.map((session) => ({ session, participant: `account:${session}`, name: session }));
    for (const session of this.sessions.values()) session.tellMembers();
    await tick();
  }
}

export class FakeSession extends EventTarget {
  state = 'ready';
  room = '428913577';
  requests = [];
  /** Set by a test: errors that the next requests reject with. */
  failures = [];
  /** How often it was told that the network is back. */
  timesBack = 0;
  #waiting = [];

  constructor(room, session, media) {
    super();
    this.server = room;
    this.model = Object.assign(new EventTarget(), {
      me: { session, media },
      state: { media: { mode: 'mesh', limit: 4, members: [] } },
    });
  }

  async request(method, params) {
    const failure = this.failures.shift();
    if (failure) throw failure;
    this.requests.push({ method, params });
    this.server.sessions.get(params.to)?.deliver(this.model.me.session, structuredClone(params.payload));
    return {};
  }

  networkIsBack() {
    this.timesBack += 1;
  }

  deliver(from, payload) {
    if (this.state !== 'ready') this.#waiting.push([from, payload]);
    else this.tellSignal(from, payload);
  }

  tellSignal(from, payload) {
    const detail = { from, participant: `account:${from}`, payload };
    this.model.dispatchEvent(event('signal', detail));
  }

  tellMembers() {
    this.model.state.media.members = this.server.members;
    this.model.dispatchEvent(event('mesh'));
  }

  become(state) {
    this.state = state;
    this.dispatchEvent(event('statechange', { state }));
    if (state !== 'ready') return;
    for (const [from, payload] of this.#waiting.splice(0)) this.tellSignal(from, payload);
  }

  /** Payloads sent, of one member: `description`, `candidates`, `devices`, `again`. */
  sent(member) {
    return this.requests.map(({ params }) => params.payload).filter((payload) => payload[member] !== undefined);
  }
}

export const failure = (code, retryable = false) => Object.assign(new Error(code), { code, retryable });
