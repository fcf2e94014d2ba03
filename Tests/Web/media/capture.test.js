// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { FakeStream, FakeTrack, tick } from './fakes.js';

globalThis.MediaStream = FakeStream;

/** What the browser would answer: devices by kind, or the name of the error that opening one rejects with. */
let devices;
let permissions;
/** The constraints of each call. */
let asked;
let opened;
/** Set by a test: opening waits for it. */
let prompt;

Object.defineProperty(globalThis, 'navigator', {
  configurable: true,
  value: {
    language: 'en',
    languages: ['en'],
    permissions: { query: async ({ name }) => ({ state: permissions[name] }) },
    mediaDevices: {
      enumerateDevices: async () => [['audioinput', 'microphone'], ['videoinput', 'camera']]
        .filter(([, name]) => devices[name] !== 'NotFoundError').map(([kind]) => ({ kind, deviceId: kind, label: '' })),
      getUserMedia: async (constraints) => {
        asked.push(constraints);
        await prompt;
        const isGone = constraints.video?.deviceId?.exact === 'gone' || constraints.audio?.deviceId?.exact === 'gone';
        if (isGone) throw Object.assign(new Error('deviceId'), { name: 'OverconstrainedError' });
        const kinds = [['audio', 'microphone'], ['video', 'camera']].filter(([kind]) => constraints[kind]);
        for (const [, name] of kinds) {
          if (devices[name] !== true) throw Object.assign(new Error(name), { name: devices[name] });
        }
        const tracks = kinds.map(([kind]) => new FakeTrack(kind));
        opened.push(...tracks);
        return new FakeStream(tracks);
      },
    },
  },
});

const stored = new Map();
Object.defineProperty(globalThis, 'localStorage', {
  configurable: true,
  value: {
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, value) => stored.set(key, value),
    removeItem: (key) => stored.delete(key),
  },
});

const { Capture } = await import('../../../Sources/CWebAssets/web/media/capture.js');

beforeEach(() => {
  devices = { microphone: true, camera: true };
  permissions = { microphone: 'granted', camera: 'granted' };
  asked = [];
  opened = [];
  prompt = null;
  stored.clear();
});

const kindsOf = ({ stream }) => stream.getTracks().map(({ kind }) => kind).sort();
/** The system ends the track of a kind. */
const take = (kind) => [...opened].reverse().find((track) => track.kind === kind).end();
const live = () => opened.filter(({ readyState }) => readyState === 'live').map(({ kind }) => kind).sort();

test('both devices are asked for at once', async () => {
  const capture = new Capture();
  await capture.open({ microphone: true, camera: true });
  assert.equal(asked.length, 1);
  assert.deepEqual(kindsOf(capture), ['audio', 'video']);
  assert.equal(capture.error, null);
  assert.ok(capture.microphone && capture.camera);
});

test('a microphone works without a camera', async () => {
  devices.camera = 'NotFoundError';
  const capture = new Capture();
  await capture.open({ microphone: true, camera: true });
  assert.deepEqual(kindsOf(capture), ['audio']);
  assert.deepEqual(capture.errors, { microphone: null, camera: 'none' });
  assert.equal(capture.camera, false);
});

test('a page works without any device', async () => {
  devices = { microphone: 'NotFoundError', camera: 'NotFoundError' };
  const capture = new Capture();
  await capture.open({ microphone: true, camera: true });
  assert.deepEqual(kindsOf(capture), []);
  assert.equal(capture.error, 'none');
});

test('who has just said no is not asked again', async () => {
  devices = { microphone: 'NotAllowedError', camera: 'NotAllowedError' };
  permissions = { microphone: 'prompt', camera: 'prompt' };
  const capture = new Capture();
  await capture.open({ microphone: true, camera: true });
  assert.equal(asked.length, 1);
  assert.equal(capture.error, 'denied');
});

test('a microphone that is allowed works where the camera is denied', async () => {
  devices.camera = 'NotAllowedError';
  permissions.camera = 'denied';
  const capture = new Capture();
  await capture.open({ microphone: true, camera: true });
  assert.deepEqual(kindsOf(capture), ['audio']);
  assert.deepEqual(capture.errors, { microphone: null, camera: 'denied' });
});

test('a device that another program has is busy', async () => {
  devices.camera = 'NotReadableError';
  const capture = new Capture();
  await capture.open({ microphone: false, camera: true });
  assert.equal(capture.error, 'busy');
});

test('muting holds at once and keeps the microphone open', async () => {
  const capture = new Capture();
  await capture.open({ microphone: true, camera: false });
  capture.setMicrophone(false);
  assert.equal(opened[0].enabled, false);
  assert.equal(capture.microphone, false);
  await capture.setMicrophone(true);
  assert.equal(opened.length, 1);
  assert.equal(capture.microphone, true);
});

test('a mute while the browser still asks holds when it has answered', async () => {
  let answer;
  prompt = new Promise((resolve) => { answer = resolve; });
  const capture = new Capture();
  const opening = capture.open({ microphone: true, camera: false });
  await tick();
  const muted = capture.setMicrophone(false);
  answer();
  await Promise.all([opening, muted]);
  assert.equal(opened[0].enabled, false);
});

test('a camera that is off is closed, and opens again', async () => {
  const capture = new Capture();
  await capture.open({ microphone: true, camera: true });
  await capture.setCamera(false);
  assert.deepEqual(live(), ['audio']);
  await capture.setCamera(true);
  assert.deepEqual(live(), ['audio', 'video']);
  assert.ok(capture.camera);
});

test('a camera switched off while the browser still asks stays off', async () => {
  let answer;
  prompt = new Promise((resolve) => { answer = resolve; });
  const capture = new Capture();
  const opening = capture.open({ microphone: false, camera: true });
  await tick();
  const off = capture.setCamera(false);
  answer();
  await Promise.all([opening, off]);
  assert.deepEqual(live(), []);
  assert.equal(capture.camera, false);
});

test('closing while the browser still asks gives the devices back', async () => {
  let answer;
  prompt = new Promise((resolve) => { answer = resolve; });
  const capture = new Capture();
  const opening = capture.open({ microphone: true, camera: true });
  await tick();
  capture.close();
  answer();
  await opening;
  assert.deepEqual(live(), []);
});

test('a muted microphone that is switched for another stays muted', async () => {
  const capture = new Capture();
  await capture.open({ microphone: true, camera: false });
  await capture.setMicrophone(false);
  await capture.switchTo({ microphoneId: 'other' });
  assert.equal(capture.microphone, false);
  await capture.setMicrophone(true);
  assert.ok(capture.microphone);
  assert.deepEqual(live(), ['audio']);
});

test('a camera that is on is replaced by the chosen one', async () => {
  const capture = new Capture();
  await capture.open({ microphone: false, camera: true });
  await capture.switchTo({ cameraId: 'other' });
  assert.equal(opened.length, 2);
  assert.deepEqual(live(), ['video']);
  assert.ok(capture.camera);
});

test('a choice is remembered', async () => {
  await new Capture().switchTo({ cameraId: 'second' });
  const capture = new Capture();
  await capture.open({ microphone: true, camera: true });
  assert.equal(asked.at(-1).video.deviceId.exact, 'second');
  assert.equal(asked.at(-1).audio.deviceId, undefined);
});

test('a chosen device that is gone gives way to another', async () => {
  await new Capture().switchTo({ cameraId: 'gone' });
  const capture = new Capture();
  await capture.open({ microphone: true, camera: true });
  assert.ok(capture.camera && capture.microphone);
  assert.equal(capture.error, null);
});

test('a device that is pulled out is off and says so', async () => {
  const capture = new Capture();
  await capture.open({ microphone: true, camera: true });
  let changes = 0;
  capture.addEventListener('change', () => { changes += 1; });
  devices.camera = 'NotFoundError';
  take('video');
  assert.equal(capture.camera, false);
  assert.deepEqual(capture.errors, { microphone: null, camera: 'none' });
  assert.equal(changes, 1);
  await tick();
  assert.equal(capture.errors.camera, 'none');
  devices.camera = true;
  await capture.setCamera(true);
  assert.ok(capture.camera);
  assert.equal(capture.error, null);
});

test('every change is told', async () => {
  const capture = new Capture();
  let changes = 0;
  capture.addEventListener('change', () => { changes += 1; });
  await capture.open({ microphone: true, camera: true });
  assert.ok(changes >= 1);
  const before = changes;
  capture.setMicrophone(false);
  assert.ok(changes > before);
});

test('what a phone call took away is as it was when the page is back', async () => {
  const capture = new Capture();
  await capture.open({ microphone: true, camera: true });
  take('audio');
  take('video');
  assert.ok(!capture.microphone && !capture.camera);
  await tick();
  assert.deepEqual(capture.errors, { microphone: 'busy', camera: 'busy' });
  await capture.revive();
  assert.ok(capture.microphone && capture.camera);
  assert.equal(capture.error, null);
});

test('a microphone that was off when a call took it is off afterwards', async () => {
  const capture = new Capture();
  await capture.open({ microphone: true, camera: false });
  await capture.setMicrophone(false);
  take('audio');
  await capture.revive();
  assert.deepEqual(live(), []);
  assert.equal(capture.microphone, false);
  await capture.setMicrophone(true);
  assert.ok(capture.microphone);
});

test('who turned a device off after it was taken does not find it on', async () => {
  const capture = new Capture();
  await capture.open({ microphone: true, camera: true });
  take('audio');
  take('video');
  await capture.setMicrophone(false);
  await capture.revive();
  assert.deepEqual(live(), ['video']);
  capture.close();
  await capture.revive();
  assert.deepEqual(live(), []);
});

test('a permission that was taken back is said as such, and nothing is asked for when the page is back', async () => {
  const capture = new Capture();
  await capture.open({ microphone: true, camera: false });
  await tick();
  permissions.microphone = 'prompt';
  take('audio');
  await tick();
  assert.equal(capture.errors.microphone, 'denied');
  await capture.revive();
  assert.equal(asked.length, 1);
  permissions.microphone = 'granted';
  await capture.setMicrophone(true);
  assert.ok(capture.microphone);
  assert.equal(capture.error, null);
});

test('what cannot be opened yet is tried again at the next return', async () => {
  const capture = new Capture();
  await capture.open({ microphone: true, camera: false });
  take('audio');
  devices.microphone = 'NotReadableError';
  await capture.revive();
  assert.equal(capture.errors.microphone, 'busy');
  devices.microphone = true;
  await capture.revive();
  assert.ok(capture.microphone);
});

test('a device that stays mute is opened anew, and keeps its place if it is off', async () => {
  const capture = new Capture();
  await capture.open({ microphone: true, camera: true });
  const [microphone, camera] = opened;
  microphone.muted = true;
  assert.ok(capture.isHeld('microphone') && !capture.isHeld('camera'));
  await capture.reopenMuted();
  assert.deepEqual([microphone.readyState, camera.readyState], ['ended', 'live']);
  assert.ok(capture.microphone && !capture.isHeld('microphone'));
  assert.equal(opened.length, 3);
  await capture.setMicrophone(false);
  opened[2].muted = true;
  await capture.reopenMuted();
  assert.equal(opened.length, 3);
  assert.equal(capture.isHeld('microphone'), false);
});
