// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Link } from '../../../Sources/CWebAssets/web/media/link.js';
import { FakePlatform, FakeTrack, tick } from './fakes.js';

const none = { audio: null, video: null };

/** One end of a link; what it sends is kept, and `another` counts how often it gives itself up. */
function makeLink({ offers = true, tracks = none, number = offers ? 7 : 0, sdpLength = 100 } = {}) {
  const platform = new FakePlatform();
  platform.sdpLength = sdpLength;
  const end = { platform, sent: [], another: 0, changes: 0, gone: 0, heardAgain: 0, isReady: true };
  end.link = new Link({
    number, offers, tracks, platform,
    send: async (payload) => { end.sent.push(structuredClone(payload)); },
    isReady: () => end.isReady,
    changed: () => { end.changes += 1; },
    needsAnother: () => { end.another += 1; },
    heardAgain: () => { end.heardAgain += 1; },
    recipientGone: () => { end.gone += 1; },
  });
  end.connection = platform.last;
  let seq = 0;
  end.receive = async (signal) => {
    if (number === 0) end.link.adopt(7);
    seq += 1;
    end.link.receive({ link: 7, seq, ...signal });
    await end.link.settled();
    await tick();
  };
  return end;
}

const answer = { description: { type: 'answer', sdp: 'theirs' } };
const offer = { description: { type: 'offer', sdp: 'theirs' } };
const types = (end) => end.sent.filter((each) => each.description).map(({ description }) => description.type);

async function connected(options) {
  const end = makeLink(options);
  await tick();
  await end.receive(end.link.offers ? answer : offer);
  end.connection.become('connected');
  return end;
}

async function checkFor(end, ms) {
  for (let passed = 0; passed < ms; passed += 500) {
    await end.platform.advance(500);
    end.link.check();
    await tick();
  }
}

test('the side that does not offer makes no offer of its own first', async () => {
  const end = makeLink({ offers: false });
  end.connection.onnegotiationneeded();
  await end.link.settled();
  await tick();
  assert.deepEqual(end.sent, []);
});

test('candidates that come before the description wait for it', async () => {
  const end = makeLink({ offers: false });
  await end.receive({ candidates: [{ candidate: 'one' }, { candidate: 'two' }] });
  assert.deepEqual(end.connection.candidates, []);
  await end.receive(offer);
  await end.receive({ candidates: [{ candidate: 'three' }] });
  assert.deepEqual(end.connection.candidates, ['one', 'two', 'three']);
});

test('candidates that wait are bounded', async () => {
  const end = makeLink({ offers: false });
  for (let i = 0; i < 100; i++) await end.receive({ candidates: [{ candidate: `c${i}` }] });
  await end.receive(offer);
  assert.equal(end.connection.candidates.length, 64);
});

test('a candidate that does not fit harms nothing', async () => {
  const end = await connected();
  end.connection.addIceCandidate = async () => { throw new Error('no such transport'); };
  await end.receive({ candidates: [{ candidate: 'odd' }] });
  await checkFor(end, 5_000);
  assert.equal(end.another, 0);
});

test('the end of candidates is not sent', async () => {
  const end = makeLink();
  await tick();
  end.connection.gather('one', null, '');
  await tick();
  const sent = end.sent.flatMap(({ candidates }) => candidates ?? []);
  assert.deepEqual(sent.map(({ candidate }) => candidate), ['one']);
});

test('what was sent twice is taken once', async () => {
  const end = makeLink({ offers: false });
  await end.receive(offer);
  end.link.receive({ link: 7, seq: 1, ...offer });
  await end.link.settled();
  assert.deepEqual(types(end), ['answer']);
});

test('tracks are told by kind, whatever the order of the offer', async () => {
  const tracks = { audio: new FakeTrack('audio'), video: new FakeTrack('video') };
  const end = makeLink({ offers: false, tracks });
  await end.receive(offer);
  for (const { receiver, sender, direction } of end.connection.getTransceivers()) {
    assert.equal(sender.track, tracks[receiver.track.kind]);
    assert.equal(direction, 'sendrecv');
  }
});

test('a camera goes off and on without another negotiation', async () => {
  const video = new FakeTrack('video');
  const audio = new FakeTrack('audio');
  const end = await connected({ tracks: { audio, video } });
  const sender = end.connection.getTransceivers().find(({ receiver }) => receiver.track.kind === 'video').sender;
  end.link.setTracks({ audio, video: null });
  await end.link.settled();
  assert.equal(sender.track, null);
  end.link.setTracks({ audio, video });
  await end.link.settled();
  assert.equal(sender.track, video);
  assert.deepEqual(types(end), ['offer']);
});

test('a muted microphone keeps its track, and the other side is told once', async () => {
  const audio = new FakeTrack('audio');
  const end = await connected({ tracks: { audio, video: null } });
  const { sender } = end.connection.getTransceivers().find(({ receiver }) => receiver.track.kind === 'audio');
  audio.enabled = false;
  end.link.setTracks({ audio, video: null });
  end.link.setTracks({ audio, video: null });
  await end.link.settled();
  assert.equal(sender.track, audio);
  const told = end.sent.filter((each) => each.devices && !each.description);
  assert.deepEqual(told.map(({ devices }) => devices), [{ microphone: false, camera: false }]);
});

test('the other side reads which devices are on from the first description', async () => {
  const end = makeLink({ offers: false });
  await end.receive({ ...offer, devices: { microphone: true, camera: false } });
  assert.equal(end.link.microphone, true);
  assert.equal(end.link.camera, false);
});

test('a short cut is called interrupted and heals by itself', async () => {
  const end = await connected();
  end.connection.become('disconnected');
  assert.equal(end.link.state, 'interrupted');
  await checkFor(end, 8_000);
  assert.equal(end.connection.restarts, 0);
  end.connection.become('connected');
  assert.equal(end.link.state, 'connected');
});

test('a failed connection is restarted at once, and every 5 s while it stays failed', async () => {
  const end = await connected();
  end.connection.become('failed');
  assert.equal(end.link.state, 'failed');
  assert.equal(end.connection.restarts, 1);
  await tick();
  assert.deepEqual(types(end), ['offer', 'offer']);
  await end.receive(answer);
  end.connection.become('disconnected');
  assert.equal(end.link.state, 'failed', 'what a browser calls a connection that is being restarted');
  await checkFor(end, 4_500);
  assert.equal(end.connection.restarts, 1);
  await checkFor(end, 1_000);
  assert.equal(end.connection.restarts, 2);
});

test('a restart that nobody has answered is not repeated', async () => {
  const end = await connected();
  end.connection.become('failed');
  await checkFor(end, 15_000);
  assert.equal(end.connection.restarts, 1);
});

test('a connection that carried again and fails soon after is restarted at once', async () => {
  const end = await connected();
  end.connection.become('failed');
  await tick();
  await end.receive(answer);
  end.connection.become('connected');
  assert.equal(end.link.state, 'connected');
  await checkFor(end, 1_000);
  end.connection.become('failed');
  assert.equal(end.connection.restarts, 2);
});

test('the side that does not offer lets the other restart first', async () => {
  const end = await connected({ offers: false });
  end.connection.become('failed');
  assert.equal(end.connection.restarts, 0);
  await checkFor(end, 2_000);
  assert.equal(end.connection.restarts, 1);
});

test('nothing is restarted while the session is down, and at once when it is back', async () => {
  const end = await connected();
  end.isReady = false;
  end.connection.become('failed');
  await checkFor(end, 60_000);
  assert.equal(end.connection.restarts, 0);
  assert.equal(end.another, 0);
  end.isReady = true;
  end.link.resumed();
  assert.equal(end.connection.restarts, 1);
});

test('a restart that does not help within 20 s makes the offering side give the link up', async () => {
  const end = await connected();
  end.connection.become('failed');
  end.connection.become('connecting');
  assert.equal(end.link.state, 'failed', 'a restart that has not helped yet is no better news');
  await checkFor(end, 19_500);
  assert.equal(end.another, 0);
  await checkFor(end, 1_000);
  assert.ok(end.another > 0);
});

test('the side that does not offer asks for another link instead', async () => {
  const end = await connected({ offers: false });
  end.connection.become('disconnected');
  await checkFor(end, 26_000);
  assert.equal(end.another, 0);
  assert.equal(end.sent.filter(({ again }) => again).length, 1);
});

test('when both restart at once the offering side takes its offer back', async () => {
  const end = await connected();
  end.connection.restartIce();
  await tick();
  assert.equal(end.connection.signalingState, 'have-local-offer');
  await end.receive(offer);
  assert.deepEqual(types(end).slice(0, 3), ['offer', 'offer', 'answer']);
});

test('when both restart at once the other side ignores the offer and what belongs to it', async () => {
  const end = await connected({ offers: false });
  end.connection.restartIce();
  await tick();
  await end.receive(offer);
  assert.deepEqual(types(end), ['answer', 'offer']);
  await end.receive(answer);
  assert.equal(end.connection.signalingState, 'stable');
});

test('an answer to an offer that was taken back is dropped', async () => {
  const end = await connected();
  await end.receive(answer);
  await checkFor(end, 3_000);
  assert.equal(end.another, 0);
});

test('a negotiation that fails is begun anew after a moment, not in a circle', async () => {
  const end = makeLink();
  await tick();
  end.connection.refusal = new Error('fingerprint');
  await end.receive(answer);
  end.link.check();
  assert.equal(end.another, 0);
  await checkFor(end, 2_500);
  assert.ok(end.another > 0);
});

test('an offer that cannot be used is answered by the wish for another link', async () => {
  const end = makeLink({ offers: false });
  end.connection.refusal = new Error('fingerprint');
  await end.receive(offer);
  await checkFor(end, 3_000);
  assert.deepEqual(end.sent.map(({ again }) => again), [true]);
});

test('an offer too large for a signal is made again with VP8 and Opus alone', async () => {
  const end = makeLink({ sdpLength: 20_000 });
  await tick();
  assert.equal(end.sent[0].description.sdp.length, 100);
  const codecs = end.connection.getTransceivers().map((each) => each.codecs.map(({ mimeType }) => mimeType));
  assert.deepEqual(codecs, [['audio/opus'], ['video/VP8', 'video/rtx']]);
});

test('a usual offer keeps every codec', async () => {
  const end = makeLink({ sdpLength: 6_000 });
  await tick();
  assert.equal(end.sent[0].description.sdp.length, 6_000);
  assert.deepEqual(end.connection.getTransceivers().map(({ codecs }) => codecs), [null, null]);
});

const wholePictures = ({ connection }) => connection.getTransceivers()
  .find(({ receiver }) => receiver.track.kind === 'video').sender.wholePictures;

test('a session that is back sends a whole picture, asks for one, and both once more a little later', async () => {
  const end = await connected();
  end.link.resumed();
  await tick();
  assert.equal(wholePictures(end), 1);
  await end.platform.advance(10_000);
  assert.equal(wholePictures(end), 2);
  assert.equal(end.sent.filter(({ refresh }) => refresh).length, 2);
});

test('who asks for whole pictures often does not get more', async () => {
  const end = await connected();
  for (let i = 0; i < 20; i++) await end.receive({ refresh: true });
  assert.equal(wholePictures(end), 1);
});

test('a link that never connected asks for no picture', async () => {
  const end = makeLink();
  await tick();
  end.link.resumed();
  await end.platform.advance(5_000);
  assert.equal(end.sent.filter(({ refresh }) => refresh).length, 0);
});

/** Lets media come each 100 ms, or ICE's questions go unanswered each 500 ms. */
async function carryFor(end, ms, carries = true) {
  const { traffic } = end.connection;
  for (let passed = 100; passed <= ms; passed += 100) {
    if (carries) traffic.bytes += 100;
    else if (passed % 500 === 0) traffic.asked += 1;
    await end.platform.advance(100);
  }
}

test('a link that brings something again after some seconds of nothing is given up for another', async () => {
  const end = await connected();
  await carryFor(end, 5_000);
  await carryFor(end, 4_000, false);
  assert.equal(end.another, 0, 'while nothing comes there is nothing to begin anew');
  await carryFor(end, 300);
  assert.equal(end.heardAgain, 1);
  assert.ok(end.another > 0);
});

test('a failed connection, which uses no way any more, hears the other side ask again', async () => {
  const end = await connected();
  await carryFor(end, 5_000);
  end.isReady = false;
  await carryFor(end, 4_000, false);
  end.connection.traffic.asked = null;
  await end.platform.advance(10_000);
  assert.equal(end.heardAgain, 0);
  end.connection.traffic.heard += 1;
  await end.platform.advance(200);
  assert.equal(end.heardAgain, 1);
});

test('while the session is down a link that is back waits for it', async () => {
  const end = await connected();
  await carryFor(end, 5_000);
  end.isReady = false;
  await carryFor(end, 4_000, false);
  await carryFor(end, 1_000);
  assert.equal(end.heardAgain, 1);
  assert.equal(end.another, 0);
  end.isReady = true;
  end.link.resumed();
  assert.equal(end.another, 1);
});

test('a session that is back before media makes another link at once', async () => {
  const end = await connected();
  await carryFor(end, 5_000);
  end.isReady = false;
  await carryFor(end, 4_000, false);
  end.isReady = true;
  end.link.resumed();
  assert.equal(end.another, 1);
});

test('a link that carried all the while outlives the loss of the session', async () => {
  const end = await connected();
  await carryFor(end, 5_000);
  end.isReady = false;
  await carryFor(end, 20_000);
  end.isReady = true;
  end.link.resumed();
  await carryFor(end, 5_000);
  assert.equal(end.another, 0);
  assert.equal(end.heardAgain, 0);
});

test('a cut of a second is left to a whole picture', async () => {
  const end = await connected();
  await carryFor(end, 5_000);
  await carryFor(end, 1_000, false);
  await carryFor(end, 5_000);
  assert.equal(end.another, 0);
});

test('two who have nothing to send are not taken for a cut', async () => {
  const end = await connected();
  await carryFor(end, 5_000);
  for (let i = 0; i < 10; i++) {
    await end.platform.advance(2_500);
    end.connection.traffic.asked += 1;
    end.connection.traffic.heard += 1;
  }
  end.link.resumed();
  await end.platform.advance(2_000);
  assert.equal(end.another, 0);
  assert.equal(end.heardAgain, 0);
});

test('a page that slept knows of no silence', async () => {
  const end = await connected();
  await carryFor(end, 5_000);
  end.connection.traffic.asked += 10;
  end.connection.traffic.bytes += 100;
  await end.platform.sleep(60_000);
  await carryFor(end, 2_000);
  assert.equal(end.another, 0);
});

test('the side that does not offer leaves another link to the side that does', async () => {
  const end = await connected({ offers: false });
  await carryFor(end, 5_000);
  await carryFor(end, 4_000, false);
  await carryFor(end, 2_000);
  assert.equal(end.heardAgain, 1);
  assert.equal(end.another, 0);
});

test('a closed link does nothing any more', async () => {
  const end = await connected();
  const { sent } = end;
  end.link.resumed();
  await tick();
  const before = sent.length;
  end.link.close();
  await end.receive(offer);
  end.link.setTracks({ audio: new FakeTrack('audio'), video: null });
  await checkFor(end, 30_000);
  assert.equal(sent.length, before);
  assert.equal(end.another, 0);
  assert.equal(end.platform.timerCount, 0);
});
