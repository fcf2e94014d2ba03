// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { MeshPlane } from '../../../Sources/CWebAssets/web/media/mesh.js';
import { event, FakePlatform, FakeRoom, FakeStream, FakeTrack, tick } from './fakes.js';

/** Who is in the room, each with a plane that has started and a platform of its own. */
async function meeting(...names) {
  const room = new FakeRoom();
  const people = Object.fromEntries(names.map((name) => {
    const session = room.add(name);
    const platform = new FakePlatform();
    const plane = new MeshPlane({ session, platform });
    return [name, { session, platform, plane }];
  }));
  for (const { plane } of Object.values(people)) plane.start();
  return { room, ...people };
}

async function pair() {
  const met = await meeting('a', 'b');
  await met.room.setMembers('a', 'b');
  await tick();
  return met;
}

const stateOf = ({ plane }, session) => plane.remotes.get(session)?.state;
const offersOf = ({ session }) => session.sent('description').filter(({ description }) => description.type === 'offer');

async function advanceAll(ms, ...people) {
  for (let passed = 0; passed < ms; passed += 500) {
    for (const { platform } of people) await platform.advance(500);
  }
}

test('the later member makes the only first offer, and the earlier answers it', async () => {
  const { a, b } = await pair();
  assert.equal(offersOf(b).length, 1);
  assert.equal(offersOf(a).length, 0);
  assert.deepEqual(a.session.sent('description').map(({ description }) => description.type), ['answer']);
  assert.equal(b.platform.last.signalingState, 'stable');
  assert.equal(b.platform.last.remoteDescription.type, 'answer');
});

test('a newcomer offers to everybody who was there before', async () => {
  const { room, a, b, c, d } = await meeting('a', 'b', 'c', 'd');
  await room.setMembers('a', 'b', 'c', 'd');
  await tick();
  assert.deepEqual(offersOf(d).length, 3);
  assert.deepEqual(offersOf(c).length, 2);
  assert.deepEqual(offersOf(b).length, 1);
  assert.deepEqual(offersOf(a).length, 0);
  assert.deepEqual([...a.plane.remotes.keys()], ['b', 'c', 'd']);
});

test('a connection asks for no server and bundles everything', async () => {
  const { b } = await pair();
  assert.deepEqual(b.platform.last.configuration, { iceServers: [], bundlePolicy: 'max-bundle' });
});

test('both ends show who the other is, and connect', async () => {
  const { a, b } = await pair();
  assert.equal(stateOf(a, 'b'), 'connecting');
  a.platform.last.become('connected');
  b.platform.last.become('connected');
  assert.equal(stateOf(a, 'b'), 'connected');
  const remote = b.plane.remotes.get('a');
  assert.equal(remote.participant, 'account:a');
  assert.deepEqual(remote.stream.getTracks().map(({ kind }) => kind).sort(), ['audio', 'video']);
});

test('a member who leaves is closed on all sides', async () => {
  const { room, a, b } = await pair();
  await room.setMembers('a');
  assert.equal(a.plane.remotes.size, 0);
  assert.ok(a.platform.last.isClosed);
  assert.equal(b.plane.remotes.size, 0, 'who is no member any more keeps no link');
  assert.ok(b.platform.last.isClosed);
});

test('a state that tells other members replaces the links to those who are gone and keeps the rest', async () => {
  const { room, a, b, c, d } = await meeting('a', 'b', 'c', 'd');
  await room.setMembers('a', 'b', 'c');
  await tick();
  const kept = a.platform.connections[0];
  await room.setMembers('a', 'b', 'd');
  await tick();
  assert.deepEqual([...a.plane.remotes.keys()], ['b', 'd']);
  assert.ok(!kept.isClosed);
  assert.equal(kept, a.platform.connections[0]);
  assert.equal(c.plane.remotes.size, 0);
  assert.equal(d.plane.remotes.size, 2);
  assert.equal(b.plane.remotes.size, 2);
});

test('nobody is connected who found no place or asked for none', async () => {
  const { room, a } = await meeting('a');
  const full = room.add('e', 'full');
  const none = room.add('f', 'none');
  const planes = [full, none].map((session) => new MeshPlane({ session, platform: new FakePlatform() }));
  for (const plane of planes) plane.start();
  await room.setMembers('a', 'b', 'c', 'd');
  assert.deepEqual(planes.map(({ reason }) => reason), ['full', 'none']);
  assert.deepEqual(planes.map(({ remotes }) => remotes.size), [0, 0]);
  assert.equal(a.plane.reason, null);
});

test('a signal that comes before its sender is known is taken in afterwards', async () => {
  const { room, a, b } = await meeting('a', 'b');
  room.members = [{ session: 'a' }, { session: 'b' }].map((each) => ({ ...each, participant: '', name: '' }));
  b.session.tellMembers();
  await tick();
  assert.equal(a.platform.connections.length, 0);
  a.session.tellMembers();
  await tick();
  assert.equal(a.platform.last.remoteDescription.type, 'offer');
  assert.equal(b.platform.last.signalingState, 'stable');
});

test('signals of strangers are kept for a while and in bounds', async () => {
  const { room, a } = await meeting('a');
  for (let i = 0; i < 100; i++) {
    for (let j = 0; j < 100; j++) a.session.tellSignal(`x${i}`, { link: 1, seq: j + 1, candidates: [] });
  }
  await room.setMembers('a', 'x0', 'x99');
  assert.equal(stateOf(a, 'x99'), 'connecting');
});

test('what is late from a link that was given up is dropped', async () => {
  const { a, b } = await pair();
  const old = b.session.sent('description')[0].link;
  a.session.tellSignal('b', { link: old + 1, seq: 1, description: { type: 'offer', sdp: 'newer' } });
  await tick();
  const newer = a.platform.last;
  assert.equal(newer.remoteDescription.sdp, 'newer');
  a.session.tellSignal('b', { link: old, seq: 99, candidates: [{ candidate: 'late', sdpMid: '0' }] });
  a.session.tellSignal('b', { link: old, seq: 100, description: { type: 'offer', sdp: 'late' } });
  await tick();
  assert.deepEqual(newer.candidates, []);
  assert.equal(newer.remoteDescription.sdp, 'newer');
  assert.ok(!newer.isClosed);
});

test('a session that left and came back numbers its links above those of its earlier stay', async () => {
  const { room, a, b } = await pair();
  await advanceAll(1_000, a, b);
  await room.setMembers('a');
  await room.setMembers('a', 'b');
  await tick();
  const [first, second] = offersOf(b);
  assert.ok(second.link > first.link);
  assert.equal(b.platform.last.signalingState, 'stable');
});

test('a pair that found no way in 20 s is shown as failed until another try succeeds', async () => {
  const { a, b } = await pair();
  await advanceAll(22_000, a, b);
  assert.equal(stateOf(b, 'a'), 'failed');
  assert.equal(stateOf(a, 'b'), 'failed');
  b.platform.last.become('connected');
  assert.equal(stateOf(b, 'a'), 'connected');
});

test('only the side that offers may begin another link', async () => {
  const { a, b } = await pair();
  const { link } = b.session.sent('description')[0];
  b.session.tellSignal('a', { link: link + 1, seq: 50, description: { type: 'offer', sdp: 'glare' } });
  await tick();
  assert.equal(b.platform.connections.length, 1);
  assert.equal(a.platform.connections.length, 1);
});

test('what is no signal of ours is ignored', async () => {
  const { a } = await pair();
  const before = a.platform.last;
  for (const payload of [null, 7, 'x', [], {}, { link: 'a', seq: 1 }, { link: 9e15, seq: 1, description: 7 },
    { link: 9e15, seq: 1, description: { type: 'pranswer', sdp: 'x' } }, { link: 9e15, seq: 1, candidates: 'x' }]) {
    a.session.tellSignal('b', payload);
  }
  await tick();
  assert.equal(a.platform.last, before);
  assert.equal(a.plane.remotes.size, 1);
});

test('a server that is lost and resumed changes no link', async () => {
  const { a, b } = await pair();
  a.platform.last.become('connected');
  b.platform.last.become('connected');
  b.session.become('reconnecting');
  await advanceAll(60_000, a, b);
  b.session.become('ready');
  await tick();
  assert.equal(a.platform.connections.length, 1);
  assert.equal(b.platform.connections.length, 1);
  assert.ok(!b.platform.last.isClosed);
});

test('a first offer that waited for a session that was away is answered when it comes back', async () => {
  const { room, a, b } = await meeting('a', 'b');
  a.session.become('reconnecting');
  await room.setMembers('a', 'b');
  await advanceAll(30_000, b);
  assert.equal(b.platform.last.signalingState, 'have-local-offer');
  a.session.become('ready');
  await tick();
  await tick();
  assert.equal(b.platform.last.signalingState, 'stable');
  assert.equal(a.platform.connections.filter(({ isClosed }) => !isClosed).length, 1);
});

test('another session id makes all links anew', async () => {
  const { room, a, b } = await pair();
  const former = b.platform.last;
  room.sessions.delete('b');
  room.sessions.set('b2', b.session);
  b.session.model.me.session = 'b2';
  room.members = ['a', 'b2'].map((session) => ({ session, participant: 'account:b', name: 'b' }));
  b.session.tellMembers();
  b.session.dispatchEvent(event('rejoined', {}));
  a.session.tellMembers();
  await tick();
  assert.ok(former.isClosed);
  assert.deepEqual([...a.plane.remotes.keys()], ['b2']);
  assert.equal(b.platform.last.signalingState, 'stable');
  assert.equal(a.platform.last.remoteDescription.type, 'offer');
});

test('an offer sent before the other page listened is asked for', async () => {
  const room = new FakeRoom();
  const [a, b] = ['a', 'b'].map((name) => {
    const session = room.add(name);
    const platform = new FakePlatform();
    return { session, platform, plane: new MeshPlane({ session, platform }) };
  });
  b.plane.start();
  await room.setMembers('a', 'b');
  a.plane.start();
  await advanceAll(8_000, a, b);
  assert.equal(a.session.sent('again').length, 1);
  assert.equal(b.platform.connections.length, 2);
  assert.equal(b.platform.last.signalingState, 'stable');
  const [first, second] = offersOf(b);
  assert.ok(second.link > first.link);
});

test('a link is rebuilt under a greater number when it is not connected within 20 s', async () => {
  const { a, b } = await pair();
  await advanceAll(19_000, a, b);
  assert.equal(b.platform.connections.length, 1);
  await advanceAll(3_000, a, b);
  assert.equal(b.platform.connections.length, 2);
  assert.equal(a.platform.connections.length, 2);
  assert.ok(a.platform.connections[0].isClosed && b.platform.connections[0].isClosed);
  const [first, second] = offersOf(b);
  assert.ok(second.link > first.link);
  assert.equal(b.platform.last.signalingState, 'stable');
});

test('a recipient who is gone is closed quietly, until the room tells more', async () => {
  const { room, a, b } = await meeting('a', 'b');
  b.session.failures.push(Object.assign(new Error('gone'), { code: 'recipient_gone', retryable: false }));
  await room.setMembers('a', 'b');
  await tick();
  assert.ok(b.platform.last.isClosed);
  assert.equal(stateOf(b, 'a'), 'failed');
  await room.setMembers('b');
  assert.equal(b.plane.remotes.size, 0);
  assert.equal(a.plane.remotes.size, 0);
});

test('stopping closes everything, empties what is shown and leaves no timer', async () => {
  const { a, b } = await pair();
  let told = 0;
  a.plane.addEventListener('remotes', () => { told += 1; });
  a.plane.stop();
  await tick();
  assert.ok(a.platform.last.isClosed);
  assert.equal(a.plane.remotes.size, 0);
  assert.equal(told, 1);
  assert.equal(a.platform.timerCount, 0);
  a.session.tellSignal('b', b.session.requests[0].params.payload);
  await tick();
  assert.equal(a.platform.connections.length, 1);
  a.plane.stop();
});

test('while everybody is connected a link only counts what comes, and the mesh listens who speaks', async () => {
  const { a, b } = await pair();
  a.platform.last.become('connected');
  b.platform.last.become('connected');
  await advanceAll(2_000, a, b);
  assert.equal(a.platform.timerCount, 2);
  a.platform.last.become('disconnected');
  await tick();
  assert.equal(a.platform.timerCount, 3);
});

test('media that comes again tells a session that is away that the network is back, and both ends begin anew',
  async () => {
    const { a, b } = await pair();
    for (const { platform } of [a, b]) platform.last.become('connected');
    const pass = async (ms, change) => {
      for (let passed = 0; passed < ms; passed += 500) {
        for (const { platform } of [a, b]) change(platform.last.traffic);
        await advanceAll(500, a, b);
      }
    };
    await pass(3_000, (traffic) => { traffic.bytes += 100; });
    b.session.become('reconnecting');
    await pass(4_000, (traffic) => { traffic.asked += 1; });
    assert.equal(b.session.timesBack, 0);
    await pass(1_000, (traffic) => { traffic.bytes += 100; });
    assert.deepEqual([a.session.timesBack, b.session.timesBack], [0, 1]);
    assert.equal(b.platform.connections.length, 1);
    b.session.become('ready');
    await advanceAll(500, a, b);
    for (const { platform } of [a, b]) {
      assert.deepEqual(platform.connections.map(({ isClosed }) => isClosed), [true, false]);
      assert.equal(platform.last.signalingState, 'stable');
    }
    assert.equal(stateOf(a, 'b'), 'interrupted', 'until media flows again');
  });

test('tracks set before, while and after connecting reach every link', async () => {
  const { room, a, b, c } = await meeting('a', 'b', 'c');
  const [audio, video] = [new FakeTrack('audio'), new FakeTrack('video')];
  a.plane.setTracks(new FakeStream([audio, video]));
  await room.setMembers('a', 'b');
  await tick();
  await room.setMembers('a', 'b', 'c');
  await tick();
  const sent = (connection) => connection.getTransceivers().map(({ sender }) => sender.track);
  for (const connection of a.platform.connections) assert.deepEqual(new Set(sent(connection)), new Set([audio, video]));
  assert.equal(b.plane.remotes.get('a').camera, true);
  assert.equal(c.plane.remotes.get('a').microphone, true);
  a.plane.setTracks(new FakeStream([audio]));
  await tick();
  for (const connection of a.platform.connections) assert.deepEqual(new Set(sent(connection)), new Set([audio, null]));
  assert.equal(b.plane.remotes.get('a').camera, false);
});

test('a screen takes the camera\'s place, and the others are told that it is one', async () => {
  const { a, b } = await pair();
  const screen = new FakeStream([new FakeTrack('video', 'screen')]);
  b.plane.setTracks(new FakeStream([new FakeTrack('audio'), new FakeTrack('video')]));
  b.plane.setScreen(screen);
  await tick();
  const { camera, microphone, isSharing, screen: shown, stream } = a.plane.remotes.get('b');
  assert.deepEqual([camera, microphone, isSharing, shown === stream], [false, true, true, true]);
  const sent = () => b.platform.last.getTransceivers().map(({ sender }) => sender.track?.id).sort();
  assert.deepEqual(sent(), ['audio', 'screen']);
  b.plane.setScreen(null);
  await tick();
  assert.deepEqual(sent(), ['audio', 'video']);
  assert.equal(a.plane.remotes.get('b').camera, true);
});

test('who listens only is sent no picture, and is again afterwards', async () => {
  const { a, b } = await pair();
  b.plane.setTracks(new FakeStream([new FakeTrack('audio'), new FakeTrack('video')]));
  const sent = () => b.platform.last.getTransceivers().map(({ sender }) => sender.track?.id).filter(Boolean).sort();
  a.plane.setSaving('audio');
  await tick();
  assert.deepEqual(sent(), ['audio']);
  a.plane.setSaving('data');
  await tick();
  assert.deepEqual(sent(), ['audio', 'video']);
  const video = b.platform.last.getTransceivers().find(({ receiver }) => receiver.track.kind === 'video');
  assert.equal(video.encodings[0].scaleResolutionDownBy, 2);
});
