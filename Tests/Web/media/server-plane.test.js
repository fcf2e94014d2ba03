// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { failure, FakeStream, FakeTrack, tick } from './fakes.js';
import { attend, devices, entry, receiving, sending } from './server-fakes.js';

const everything = [['a', 'microphone'], ['a', 'camera']];

/** A plane whose both connections carry. */
async function connected(more = {}) {
  const met = await attend({ entries: [entry('a')], ...more });
  await met.platform.advance(100);
  await met.room.offer(everything, { fresh: true });
  for (const connection of met.platform.connections) connection.become('connected');
  await tick();
  return met;
}

// MARK: Publishing

test('microphone and camera have their places from the start, and the camera is sent in three sizes', async () => {
  const { room, platform } = await attend();
  const [first] = room.asked('media.publish');
  assert.deepEqual(first.tracks, [{ mid: '0', kind: 'microphone' }, { mid: '1', kind: 'camera' }]);
  assert.equal(first.fresh, true);
  assert.equal(platform.last.remoteDescription.type, 'answer');
  const [microphone, camera] = platform.last.getTransceivers();
  assert.deepEqual([microphone.direction, camera.direction], ['sendonly', 'sendonly']);
  assert.deepEqual([microphone.sender.track.id, camera.sender.track.id], ['mic', 'cam']);
  assert.deepEqual(camera.encodings.map(({ rid }) => rid), ['h', 'm', 'l']);
});

test('who has no device sends nothing, and a device that comes is sent', async () => {
  const { room, plane, platform } = await attend({ stream: null });
  assert.deepEqual(room.asked('media.publish'), []);
  plane.setTracks(devices());
  await tick();
  await tick();
  assert.equal(room.asked('media.publish').length, 1);
  assert.equal(platform.connections.length, 1);
});

test('devices come and go without a negotiation', async () => {
  const { room, plane, platform } = await attend();
  plane.setTracks(new FakeStream([new FakeTrack('audio', 'another')]));
  await tick();
  await tick();
  const [microphone, camera] = platform.last.getTransceivers();
  assert.deepEqual([microphone.sender.track.id, camera.sender.track], ['another', null]);
  assert.equal(room.asked('media.publish').length, 1);
});

test('a screen and its sound are negotiated, and their places used again', async () => {
  const { room, plane, platform } = await attend();
  const screen = () => new FakeStream([new FakeTrack('video', 'screen'), new FakeTrack('audio', 'sound')]);
  plane.setScreen(screen());
  await tick();
  await tick();
  const second = room.asked('media.publish')[1];
  assert.equal(second.fresh, false);
  assert.deepEqual(second.tracks.map(({ kind }) => kind), ['microphone', 'camera', 'screen', 'screenAudio']);
  plane.setScreen(null);
  await tick();
  await tick();
  assert.deepEqual(room.asked('media.publish')[2].tracks.map(({ kind }) => kind), ['microphone', 'camera']);
  assert.deepEqual(platform.last.getTransceivers().map(({ direction }) => direction),
    ['sendonly', 'sendonly', 'inactive', 'inactive']);
  plane.setScreen(screen());
  await tick();
  await tick();
  assert.equal(platform.last.getTransceivers().length, 4);
  assert.equal(platform.connections.length, 1);
});

test('one negotiation goes on at a time, and the last wish holds', async () => {
  const { room, plane } = await attend();
  room.held = [];
  plane.setScreen(new FakeStream([new FakeTrack('video', 'screen')]));
  await tick();
  plane.setScreen(null);
  plane.setScreen(new FakeStream([new FakeTrack('video', 'other')]));
  plane.setScreen(null);
  await tick();
  assert.equal(room.asked('media.publish').length, 2);
  const [answer] = room.held;
  room.held = null;
  answer();
  await tick();
  await tick();
  const asked = room.asked('media.publish');
  assert.equal(asked.length, 3);
  assert.deepEqual(asked[2].tracks.map(({ kind }) => kind), ['microphone', 'camera']);
});

test('candidates wait for the answer and travel together', async () => {
  const met = await attend();
  const { room, platform } = met;
  room.held = [];
  await room.lose('publish');
  platform.last.gather('x', 'y');
  platform.last.gather(null);
  await tick();
  assert.deepEqual(room.asked('media.candidates'), []);
  const answers = room.held;
  room.held = null;
  for (const answer of answers) answer();
  await tick();
  await tick();
  const told = room.asked('media.candidates');
  assert.deepEqual(told.map(({ side }) => side), ['publish', 'publish']);
  assert.deepEqual(told.flatMap(({ candidates }) => candidates).map(({ candidate, mid }) => [candidate, mid]),
    [['x', '0'], ['y', '0']]);
});

for (const [name, break_] of [
  ['a connection that failed', ({ platform }) => platform.connections[0].become('failed')],
  ['a lost publication', ({ room }) => room.lose('publish')],
  ['another generation of the media server', ({ room }) => room.publish({ generation: 2 })],
]) {
  test(`${name} is replaced by another that is told as fresh`, async () => {
    const met = await connected();
    const [former] = sending(met);
    await break_(met);
    await met.platform.advance(1);
    await tick();
    assert.ok(former.isClosed);
    assert.deepEqual(met.room.asked('media.publish').map(({ fresh }) => fresh), [true, true]);
    assert.ok(!sending(met).at(-1).isClosed);
  });
}

test('who was wanted before everything was lost is wanted before it is listed again, but not for ever', async () => {
  const met = await connected();
  met.room.publish({ generation: 2, entries: [] });
  await met.platform.advance(200);
  const { tracks, fresh } = met.room.asked('media.subscribe').at(-1);
  assert.deepEqual([tracks.map(({ session }) => session), fresh], [['a', 'a'], true]);
  await met.platform.advance(6_000);
  met.room.publish({ entries: [entry('b')] });
  await met.platform.advance(200);
  assert.ok(met.room.asked('media.subscribe').at(-1).tracks.every(({ session }) => session === 'b'));
});

test('a connection that is cut for five seconds is given up, a shorter cut is not', async () => {
  const met = await connected();
  const [first] = sending(met);
  first.become('disconnected');
  await met.platform.advance(3_000);
  first.become('connected');
  await met.platform.advance(60_000);
  assert.equal(sending(met).length, 1);
  first.become('disconnected');
  await met.platform.advance(7_000);
  assert.equal(sending(met).length, 2);
});

/** Both ways carry, or nothing comes and ICE's questions go unanswered each half second. */
async function carryFor(met, ms, carries = true) {
  for (let passed = 500; passed <= ms; passed += 500) {
    for (const { traffic } of met.platform.connections) {
      if (carries) traffic.bytes += 1_000;
      else traffic.asked += 1;
    }
    await met.platform.advance(500);
  }
}

test('a connection that falls silent is given up as soon as the session is known to be alive', async () => {
  const met = await connected();
  await carryFor(met, 5_000);
  assert.equal(met.platform.connections.length, 2);
  await carryFor(met, 4_000, false);
  assert.ok(met.room.requests.some(({ method }) => method === 'session.ping'));
  assert.equal(sending(met).length, 2);
  assert.ok(met.platform.connections.slice(0, 2).every(({ isClosed }) => isClosed));
  assert.equal(met.room.asked('media.subscribe').at(-1).fresh, true);
});

test('a connection whose session fell silent, too, waits for it, and is given up when it is back', async () => {
  const met = await connected();
  await carryFor(met, 5_000);
  met.room.held = [];
  await carryFor(met, 4_000, false);
  await met.room.become('reconnecting');
  await carryFor(met, 4_000, false);
  assert.equal(met.platform.connections.length, 2);
  assert.equal(met.plane.remotes.get('a').state, 'interrupted');
  met.room.held = null;
  await met.room.become('ready');
  await met.platform.advance(100);
  assert.equal(sending(met).length, 2);
  assert.equal(met.room.asked('media.subscribe').at(-1).fresh, true);
});

test('a connection that never came to be is given up the sooner for being the first', async () => {
  const met = await attend();
  await met.platform.advance(5_000);
  assert.equal(sending(met).length, 1);
  await met.platform.advance(3_000);
  assert.equal(sending(met).length, 2);
  await met.platform.advance(9_000);
  assert.equal(sending(met).length, 2, 'the second is waited for longer');
  await met.platform.advance(6_000);
  assert.equal(sending(met).length, 3);
});

test('a server that is lost and resumed changes no connection that carries', async () => {
  const met = await connected();
  await met.room.become('reconnecting');
  await met.platform.advance(60_000);
  await met.room.become('ready');
  await met.platform.advance(10_000);
  assert.equal(met.platform.connections.length, 2);
  assert.equal(met.room.asked('media.publish').length, 1);
});

test('a media server that is away is asked again, ever more rarely', async () => {
  const met = await attend({ stream: null });
  met.room.failures['media.publish'] = Array.from({ length: 4 }, () => failure('media_unavailable', true));
  met.plane.setTracks(devices());
  await tick();
  await met.platform.advance(400);
  assert.equal(met.room.asked('media.publish').length, 1);
  await met.platform.advance(200);
  assert.equal(met.room.asked('media.publish').length, 2);
  await met.platform.advance(8_000);
  assert.equal(met.room.asked('media.publish').length, 5);
  assert.ok(met.platform.connections.slice(0, 4).every(({ isClosed }) => isClosed));
});

test('nothing is published while the media server is not ready, and at once when it is', async () => {
  const met = await attend({ stream: null });
  await met.room.publish({ ready: false });
  met.plane.setTracks(devices());
  await met.platform.advance(30_000);
  assert.equal(met.plane.isAway, true);
  assert.deepEqual(met.room.asked('media.publish'), []);
  await met.room.publish({ ready: true });
  await tick();
  assert.equal(met.room.asked('media.publish').length, 1);
});

test('another session publishes and subscribes anew', async () => {
  const met = await connected();
  const former = [...met.platform.connections];
  await met.room.rejoin('me2');
  await met.platform.advance(100);
  assert.ok(former.every(({ isClosed }) => isClosed));
  assert.deepEqual(met.room.asked('media.publish').map(({ fresh }) => fresh), [true, true]);
  assert.equal(met.room.asked('media.subscribe').length, 2);
});

test('who saves data sends the smaller sizes alone', async () => {
  const { plane, platform } = await attend();
  plane.setSaving('data');
  await tick();
  const [, camera] = platform.last.getTransceivers();
  assert.deepEqual(camera.encodings.map(({ active }) => active), [false, true, true]);
  plane.setSaving('off');
  await tick();
  assert.deepEqual(camera.encodings.map(({ active }) => active), [true, true, true]);
});

// MARK: Subscribing

test('what is wished for is asked once, sound first, however often it is said', async () => {
  const { room, platform, plane } = await attend({ entries: [entry('a'), entry('me')] });
  plane.setView({ visible: ['a'], large: [], screens: [] });
  plane.setView({ visible: ['a'], large: ['a'], screens: [] });
  await platform.advance(100);
  await room.publish({});
  await platform.advance(1_000);
  assert.deepEqual(room.asked('media.subscribe'), [{
    fresh: false,
    tracks: [{ session: 'a', kind: 'microphone', layer: 'high' }, { session: 'a', kind: 'camera', layer: 'high' }],
  }]);
});

test('an offer is answered and its tracks become the remotes\' streams', async () => {
  const met = await connected();
  const remote = met.plane.remotes.get('a');
  assert.deepEqual(remote.stream.getTracks().map(({ kind }) => kind), ['audio', 'video']);
  assert.equal(remote.state, 'connected');
  assert.deepEqual(met.room.asked('media.answer').map(({ revision }) => revision), [1]);
});

test('places that are used for others move between the streams, which stay the same objects', async () => {
  const met = await connected({ entries: [entry('a'), entry('b')] });
  const { stream } = met.plane.remotes.get('a');
  const [, video] = stream.getTracks();
  await met.room.offer([['a', 'microphone'], ['b', 'camera'], ['b', 'microphone']]);
  assert.equal(met.plane.remotes.get('a').stream, stream);
  assert.deepEqual(stream.getTracks().map(({ kind }) => kind), ['audio']);
  assert.ok(met.plane.remotes.get('b').stream.getTracks().includes(video));
  assert.equal(receiving(met).length, 1);
});

test('an offer that is late changes nothing', async () => {
  const met = await connected({ entries: [entry('a'), entry('b')] });
  await met.room.offer([['b', 'microphone']], { revision: 1 });
  assert.equal(met.plane.remotes.get('b').stream, null);
  assert.equal(met.room.asked('media.answer').length, 1);
});

test('a lost subscription is asked for as fresh, and what comes for the former is ignored', async () => {
  const met = await connected();
  await met.room.lose('subscribe');
  await met.room.offer(everything);
  assert.equal(met.room.asked('media.answer').length, 1);
  await met.platform.advance(1);
  assert.deepEqual(met.room.asked('media.subscribe').map(({ fresh }) => fresh), [false, true]);
  assert.ok(met.plane.remotes.get('a').stream, 'the last picture stays until there is another');
  await met.room.offer(everything, { fresh: true });
  assert.equal(met.room.asked('media.answer').length, 2);
  assert.equal(receiving(met).filter(({ isClosed }) => !isClosed).length, 1);
});

test('an offer that cannot be taken is met by asking for another connection, not in a tight circle', async () => {
  const met = await attend({ entries: [entry('a')], stream: null });
  const { room, platform } = met;
  await platform.advance(100);
  const make = platform.makeConnection;
  platform.makeConnection = (configuration) => Object.assign(make(configuration), { refusal: new Error('no') });
  await room.offer(everything, { fresh: true });
  await platform.advance(1);
  assert.deepEqual(room.asked('media.subscribe').map(({ fresh }) => fresh), [false, true]);
  for (let count = 0; count < 3; count += 1) await room.offer(everything, { fresh: true });
  await platform.advance(600);
  assert.ok(room.asked('media.subscribe').length <= 3);
});

test('after a resume the same is asked again', async () => {
  const met = await connected();
  await met.room.become('reconnecting');
  await met.room.become('ready');
  await met.platform.advance(100);
  const asked = met.room.asked('media.subscribe');
  assert.equal(asked.length, 2);
  assert.deepEqual(asked[1], asked[0]);
});

test('a screen that is shared has a stream of its own', async () => {
  const met = await connected({ entries: [entry('a', { screen: true })] });
  await met.room.offer([...everything, ['a', 'screen'], ['a', 'screenAudio']]);
  const { stream, screen, isSharing } = met.plane.remotes.get('a');
  assert.equal(isSharing, true);
  assert.deepEqual(screen.getTracks().map(({ kind }) => kind), ['video', 'audio']);
  assert.equal(stream.getTracks().length, 2);
});

// MARK: What is told

test('who is left out is counted, and this page itself is no remote', async () => {
  const { plane } = await attend({ entries: [entry('a'), entry('me')] });
  assert.deepEqual([...plane.remotes.keys()], ['a']);
  assert.equal(plane.reason, null);
  const met = await attend({ media: 'none' });
  assert.equal(met.plane.reason, 'none');
  assert.equal(met.platform.connections.length, 0);
});

test('who is heard speaking is told', async () => {
  const met = await connected();
  const told = [];
  met.plane.addEventListener('speaker', () => told.push([met.plane.speaker, met.plane.isSpeaking]));
  const [{ receiver }] = receiving(met)[0].getTransceivers();
  receiver.level = 0.3;
  await met.platform.advance(2_000);
  receiver.level = 0;
  await met.platform.advance(4_000);
  assert.deepEqual(told, [['a', true], ['a', false]]);
});

test('packets that are lost make a picture poor, and everything is measured in megabytes an hour', async () => {
  const met = await connected();
  const [connection] = receiving(met);
  for (let second = 0; second < 12; second += 1) {
    connection.report = new Map([
      ['T', { type: 'transport', bytesReceived: second * 100_000, bytesSent: 0 }],
      ['A', { type: 'inbound-rtp', kind: 'audio', mid: '0', packetsReceived: 85 * second, packetsLost: 15 * second }],
    ]);
    await met.platform.advance(1_000);
  }
  assert.equal(met.plane.remotes.get('a').quality, 'poor');
  assert.equal(met.plane.quality, 'poor');
  assert.ok(Math.abs(met.plane.megabytesPerHour - 360) < 40, String(met.plane.megabytesPerHour));
});

test('servers that come later are given to connections that live', async () => {
  const met = await connected();
  met.servers.list = [{ urls: ['turn:y'] }];
  met.servers.dispatchEvent(new Event('change'));
  assert.ok(met.platform.connections.every(({ configuration }) => configuration.iceServers.length === 1));
});

test('stopping closes everything and leaves no timer', async () => {
  const met = await connected();
  met.plane.stop();
  met.plane.stop();
  assert.ok(met.platform.connections.every(({ isClosed }) => isClosed));
  assert.equal(met.platform.timerCount, 0);
  assert.equal(met.plane.remotes.size, 0);
});

test('an offer for a connection that was given up, with nothing to get since, asks for another', async () => {
  const met = await connected();
  met.plane.setView({ visible: [], large: [], screens: [] });
  await met.room.publish({ entries: [entry('a', { stage: false, microphone: false, camera: false })] });
  await met.platform.advance(200);
  await met.room.lose('subscribe');
  await met.platform.advance(200);
  const count = met.room.asked('media.subscribe').length;
  await met.room.offer(everything);
  await met.platform.advance(2_000);
  assert.deepEqual(met.room.asked('media.subscribe').slice(count).map(({ fresh }) => fresh), [true]);
});
