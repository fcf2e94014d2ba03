// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// A room of the media server without one: it keeps what is asked, and a test answers and pushes.

import { IceServers } from '../../../Sources/CWebAssets/web/media/ice-servers.js';
import { ServerPlane } from '../../../Sources/CWebAssets/web/media/server-plane.js';
import { event, FakePlatform, FakeStream, FakeTrack, tick } from './fakes.js';

export const ROOM = '428913577';

/** What `publications` says of a session; of the stage, and with everything on, unless told otherwise. */
export const entry = (session, more = {}) => ({
  session, participant: `account:${session}`, name: session, stage: true, order: 1, microphone: true, camera: true,
  screen: false, ...more,
});

export class ServerRoom extends EventTarget {
  state = 'ready';
  room = ROOM;
  hello = { features: ['media'] };
  requests = [];
  /** Set by a test, by method: errors that the next requests reject with. */
  failures = {};
  /** Set by a test: answers that wait. Each is called to give it. */
  held = null;
  revision = 0;

  constructor({ mode = 'server', media = mode, entries = [] } = {}) {
    super();
    this.model = Object.assign(new EventTarget(), {
      me: { session: 'me', media },
      state: { media: { mode, limit: 4, members: [] } },
      publications: { generation: 1, ready: true, more: 0, entries },
    });
  }

  async request(method, params) {
    const failure = this.failures[method]?.shift();
    this.requests.push({ method, params: structuredClone(params) });
    if (failure) throw failure;
    if (this.held) await new Promise((resolve) => this.held.push(resolve));
    if (method === 'media.servers') return { servers: [{ urls: ['turn:x'] }], expiresAt: 0 };
    return method === 'media.publish' ? { sdp: 'v=answer' } : {};
  }

  networkIsBack() {}

  /** The params of the requests of a method so far, without the room, which all must have. */
  asked(method) {
    return this.requests.filter((each) => each.method === method).map(({ params: { room, ...params } }) => {
      if (room !== ROOM) throw new Error(`${method} without the room`);
      return params;
    });
  }

  async publish(changes) {
    this.model.publications = { ...this.model.publications, ...changes };
    this.model.dispatchEvent(event('publications'));
    await tick();
  }

  /** Offers tracks `[session, kind]`, whose mids are their places. */
  async offer(tracks, { fresh = false, revision = this.revision += 1 } = {}) {
    const kind = (name) => (name === 'microphone' || name === 'screenAudio' ? 'audio' : 'video');
    this.model.dispatchEvent(event('offered', {
      revision, fresh, sdp: `places:${tracks.map((each) => kind(each[1])).join()}`,
      tracks: tracks.map(([session, name], index) => ({ mid: String(index), session, kind: name })),
    }));
    await tick();
    await tick();
  }

  async lose(side) {
    this.model.dispatchEvent(event('mediaLost', { side }));
    await tick();
  }

  async become(state) {
    this.state = state;
    this.dispatchEvent(event('statechange', { state }));
    await tick();
  }

  /** The seat was gone and another was taken. */
  async rejoin(session) {
    this.model.me = { ...this.model.me, session };
    this.dispatchEvent(event('rejoined', {}));
    await tick();
  }
}

/** A plane that has started in a room, with a camera and a microphone unless told otherwise. */
export async function attend({ entries = [], stream = devices(), ...more } = {}) {
  const room = new ServerRoom({ entries, ...more });
  const platform = new FakePlatform();
  const servers = new IceServers({ ask: async () => ({ servers: [] }), platform });
  const plane = new ServerPlane({ session: room, servers, platform });
  plane.setTracks(stream);
  plane.start();
  await tick();
  await tick();
  return { room, platform, plane, servers };
}

export const devices = () => new FakeStream([new FakeTrack('audio', 'mic'), new FakeTrack('video', 'cam')]);

/** Of the connections so far, those that receive, or send. */
export const receiving = ({ platform }) => platform.connections.filter((each) => !isSending(each));
export const sending = ({ platform }) => platform.connections.filter(isSending);

function isSending(connection) {
  return connection.getTransceivers().some(({ sender, direction }) => direction === 'sendonly' || sender.track);
}
