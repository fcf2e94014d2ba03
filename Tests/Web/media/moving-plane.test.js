// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { MovingPlane } from '../../../Sources/CWebAssets/web/media/moving-plane.js';
import { event, FakePlatform, tick } from './fakes.js';
import { devices, entry, receiving, ServerRoom } from './server-fakes.js';

const member = (session) => ({ session, participant: `account:${session}`, name: session });

/** In a mesh with `a`, connected; the room may move. */
async function meeting() {
  const room = new ServerRoom({ mode: 'mesh' });
  room.model.state.media.members = [member('a'), member('me')];
  room.model.publications = { generation: 1, ready: true, more: 0, entries: [] };
  const platform = new FakePlatform();
  const plane = new MovingPlane({ session: room, platform });
  plane.setTracks(devices());
  plane.start();
  await tick();
  const link = platform.last;
  await link.setRemoteDescription({ type: 'answer', sdp: 'v' });
  link.become('connected');
  await tick();
  const move = async () => {
    room.model.state = { ...room.model.state, media: { ...room.model.state.media, mode: 'server', members: [] } };
    room.model.me = { ...room.model.me, media: 'server' };
    for (const type of ['mesh', 'room']) room.model.dispatchEvent(event(type));
    await room.publish({ entries: [entry('a'), entry('me'), entry('b')] });
  };
  /** The media server brings both, and their pictures are decoded. */
  const deliver = async (frames = 5) => {
    await platform.advance(200);
    await room.offer([['a', 'microphone'], ['a', 'camera'], ['b', 'microphone'], ['b', 'camera']], { fresh: true });
    const connection = receiving({ platform }).at(-1);
    connection.become('connected');
    connection.report = new Map(['1', '3'].map((mid) =>
      [mid, { type: 'inbound-rtp', kind: 'video', mid, framesDecoded: frames }]));
  };
  return { room, platform, plane, link, move, deliver };
}

test('a mesh asks for servers first, and its links have them', async () => {
  const { room, link } = await meeting();
  assert.equal(room.asked('media.servers').length, 1);
  assert.deepEqual(link.configuration.iceServers, [{ urls: ['turn:x'] }]);
});

test('a server that has no media server is not asked for servers', async () => {
  const room = new ServerRoom({ mode: 'mesh' });
  room.hello = { features: ['mesh'] };
  const plane = new MovingPlane({ session: room, platform: new FakePlatform() });
  plane.start();
  await tick();
  assert.deepEqual(room.requests, []);
});

test('a mesh does not wait for servers for ever', async () => {
  const room = new ServerRoom({ mode: 'mesh' });
  room.held = [];
  room.model.state.media.members = [member('a'), member('me')];
  const platform = new FakePlatform();
  const plane = new MovingPlane({ session: room, platform });
  plane.start();
  await platform.advance(1_000);
  assert.equal(platform.connections.length, 0);
  await platform.advance(1_000);
  assert.equal(platform.connections.length, 1);
});

test('pictures of the mesh stay until the media server shows them', async () => {
  const met = await meeting();
  const { stream } = met.plane.remotes.get('a');
  await met.move();
  assert.equal(met.room.asked('media.publish').length, 1);
  assert.equal(met.plane.reason, null);
  assert.deepEqual([...met.plane.remotes.keys()], ['a', 'b']);
  assert.equal(met.plane.remotes.get('a').stream, stream);
  await met.deliver(0);
  await met.platform.advance(1_000);
  assert.equal(met.plane.remotes.get('a').stream, stream, 'nothing is decoded yet');
  await met.deliver();
  await met.platform.advance(400);
  assert.notEqual(met.plane.remotes.get('a').stream, stream);
  assert.equal(met.plane.remotes.get('a').stream.getTracks().length, 2);
});

test('a link goes when both ends need it no more', async () => {
  const met = await meeting();
  await met.move();
  await met.deliver();
  await met.platform.advance(1_000);
  const told = met.room.asked('signal.send').filter(({ payload }) => payload.release);
  assert.deepEqual(told.map(({ to }) => to), ['a']);
  assert.ok(!met.link.isClosed);
  met.room.model.dispatchEvent(event('signal', { from: 'a', payload: { link: 1, seq: 0, release: true } }));
  assert.ok(met.link.isClosed);
});

test('a link goes after eight seconds, whether the media server shows anything or not', async () => {
  const met = await meeting();
  await met.move();
  await met.platform.advance(7_500);
  assert.ok(!met.link.isClosed);
  await met.platform.advance(1_000);
  assert.ok(met.link.isClosed);
  assert.deepEqual([...met.plane.remotes.keys()], ['a', 'b']);
});

test('a link that lingers sends no signals any more', async () => {
  const met = await meeting();
  await met.move();
  const count = met.room.asked('signal.send').length;
  met.link.become('failed');
  await met.platform.advance(6_000);
  assert.equal(met.room.asked('signal.send').length, count);
});

test('a room that is of the media server from the start makes no link', async () => {
  const room = new ServerRoom({ entries: [entry('a')] });
  const platform = new FakePlatform();
  const plane = new MovingPlane({ session: room, platform });
  plane.setTracks(devices());
  plane.start();
  await tick();
  await tick();
  assert.deepEqual(room.asked('signal.send'), []);
  assert.equal(room.asked('media.publish').length, 1);
  assert.deepEqual([...plane.remotes.keys()], ['a']);
});

test('another session in the middle of the move ends the mesh at once', async () => {
  const met = await meeting();
  await met.move();
  await met.room.rejoin('me2');
  assert.ok(met.link.isClosed);
  assert.equal(met.room.asked('media.publish').length, 2);
});

test('stopping closes everything and leaves no timer', async () => {
  const met = await meeting();
  await met.move();
  met.plane.stop();
  assert.ok(met.platform.connections.every(({ isClosed }) => isClosed));
  assert.equal(met.platform.timerCount, 0);
  assert.equal(met.plane.remotes.size, 0);
});
