// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// An init script for browser tests: every page gets a camera of its own colour and a microphone of its own tone, so
// that a test can tell who is seen and who is heard. Chromium's built-in fake devices look and sound alike everywhere.
//
// Another init script, in any order, says who the page is: `window.fakeMediaIdentity = {hue: 120, hz: 700}`. Further
// members: `width`, `height`, `fps` (320, 180, 10), `camera: false` or `microphone: false` (no such device), and
// `asks: true` (nothing opens until `fakeMedia.allow()`, as while the browser asks the person), `own: true` (the
// browser's own devices and permissions; recordings go on), `names: {camera, microphone, speaker}`. The query
// `?hue=120&hz=700` does too. A page without an identity keeps the browser's own devices.
//
// `window.fakeMedia` then answers about tiles. A tile is named by the session it shows (an element with
// `data-session`), or given as a CSS selector that starts with `#`, `.` or `[`:
//   await fakeMedia.look(tile)     → {hue, saturation, lightness, width, height} of the picture as drawn, or null
//   await fakeMedia.hear(tile)     → {hz, db}: the strongest frequency within half a second, or null
//   await fakeMedia.frames(tile)   → {track, count}: whose frames, and how many were decoded so far (0: nothing)
//   await fakeMedia.moves(tile)    → whether the picture changes within a second
//   fakeMedia.connections          → [{connectionState, iceConnectionState, signalingState}] of open RTCPeerConnections
// `page.wait_for_function` does not await promises: poll `page.evaluate` instead.
(() => {
  'use strict';

  const connections = new Set();
  const drawing = new Set();
  let allow;
  const allowed = new Promise((resolve) => { allow = resolve; });

  function identity() {
    const query = new URLSearchParams(location.search);
    const own = window.fakeMediaIdentity ?? (query.has('hue')
      ? { hue: Number(query.get('hue')), hz: Number(query.get('hz') ?? 440) } : null);
    if (own?.own) return null;
    return own && { hue: 0, hz: 440, width: 320, height: 180, fps: 10, camera: true, microphone: true, ...own };
  }

  // MARK: Devices

  function makeCamera({ hue, width, height, fps }) {
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d');
    let n = 0;
    const draw = () => {
      context.fillStyle = `hsl(${hue}, 100%, 50%)`;
      context.fillRect(0, 0, width, height);
      context.fillStyle = '#fff';
      context.fillRect((8 * n++) % width, height - 40, 24, 24);
    };
    draw();
    const track = canvas.captureStream(fps).getVideoTracks()[0];
    // Clones are drawn by the same timer; it ends when the first track does and no clone is left.
    const live = new Set([track]);
    const clone = track.clone.bind(track);
    track.clone = () => { const copy = clone(); live.add(copy); return copy; };
    const timer = setInterval(() => {
      for (const each of live) if (each.readyState === 'ended') live.delete(each);
      if (live.size === 0) { clearInterval(timer); drawing.delete(timer); } else draw();
    }, 1000 / fps);
    drawing.add(timer);
    return named(track, 'fake-camera', `Test camera ${hue}`);
  }

  async function makeMicrophone({ hz }) {
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    const gain = audio.createGain();
    const out = audio.createMediaStreamDestination();
    tone.frequency.value = hz;
    gain.gain.value = 0.3;
    tone.connect(gain).connect(out);
    tone.start();
    await audio.resume();
    const track = out.stream.getAudioTracks()[0];
    const stop = track.stop.bind(track);
    track.stop = () => { stop(); tone.stop(); audio.close().catch(() => {}); };
    return named(track, 'fake-microphone', `Test microphone ${hz} Hz`);
  }

  function named(track, deviceId, label) {
    const settings = track.getSettings.bind(track);
    track.getSettings = () => ({ ...settings(), deviceId, groupId: 'fake' });
    Object.defineProperty(track, 'label', { value: label });
    return track;
  }

  const device = (kind, deviceId, label) => {
    const fields = { kind, deviceId, label, groupId: 'fake' };
    return { ...fields, toJSON: () => fields };
  };

  function installDevices() {
    const media = navigator.mediaDevices;
    if (!media) return; // Not a secure context: there are no devices to replace.
    const genuine = { open: media.getUserMedia.bind(media), list: media.enumerateDevices.bind(media) };
    media.enumerateDevices = async () => {
      const own = identity();
      if (!own) return genuine.list();
      const { camera, microphone, speaker } = own.names ?? {};
      return [
        ...(own.camera ? [device('videoinput', 'fake-camera', camera ?? `Test camera ${own.hue}`)] : []),
        ...(own.microphone
          ? [device('audioinput', 'fake-microphone', microphone ?? `Test microphone ${own.hz} Hz`)] : []),
        device('audiooutput', 'fake-speaker', speaker ?? 'Test speaker'),
      ];
    };
    media.getUserMedia = async (constraints) => {
      const own = identity();
      if (!own) return genuine.open(constraints);
      if ((constraints.video && !own.camera) || (constraints.audio && !own.microphone)) {
        throw new DOMException('Requested device not found', 'NotFoundError');
      }
      if (own.asks) await allowed;
      const tracks = [];
      if (constraints.video) tracks.push(makeCamera(own));
      if (constraints.audio) tracks.push(await makeMicrophone(own));
      return new MediaStream(tracks);
    };
  }

  // MARK: What a tile shows and says

  function elementsOf(tile) {
    const selector = /^[#.[]/.test(tile) ? tile : `[data-session="${CSS.escape(tile)}"]`;
    return [...document.querySelectorAll(selector)].flatMap((found) =>
      found.matches('video, audio') ? [found] : [...found.querySelectorAll('video, audio')]);
  }

  const trackOf = (tile, kind) => elementsOf(tile)
    .flatMap((element) => element.srcObject?.getTracks() ?? [])
    .find((track) => track.kind === kind && track.readyState === 'live') ?? null;

  const shownVideo = (tile) => elementsOf(tile)
    .find((element) => element.localName === 'video' && element.videoWidth > 0) ?? null;

  function pixelsOf(tile) {
    const video = shownVideo(tile);
    if (!video) return null;
    const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 36 });
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(video, 0, 0, 64, 36);
    return context.getImageData(0, 0, 64, 36).data;
  }

  function hueOf(r, g, b) {
    const high = Math.max(r, g, b);
    const span = high - Math.min(r, g, b);
    if (span === 0) return 0;
    const sixth = high === r ? (g - b) / span : high === g ? 2 + (b - r) / span : 4 + (r - g) / span;
    return (60 * sixth + 360) % 360;
  }

  /** The mean hue, each pixel weighing as much as it is coloured: white and black say nothing about who it is. */
  async function look(tile) {
    const pixels = pixelsOf(tile);
    if (!pixels) return null;
    let x = 0, y = 0, saturation = 0, lightness = 0;
    const count = pixels.length / 4;
    for (let i = 0; i < pixels.length; i += 4) {
      const [r, g, b] = [pixels[i], pixels[i + 1], pixels[i + 2]];
      const span = Math.max(r, g, b) - Math.min(r, g, b);
      const angle = (hueOf(r, g, b) * Math.PI) / 180;
      x += span * Math.cos(angle);
      y += span * Math.sin(angle);
      saturation += span / 255;
      lightness += (Math.max(r, g, b) + Math.min(r, g, b)) / 510;
    }
    const video = shownVideo(tile);
    return {
      hue: Math.round((Math.atan2(y, x) * 180) / Math.PI + 360) % 360,
      saturation: saturation / count,
      lightness: lightness / count,
      width: video.videoWidth,
      height: video.videoHeight,
    };
  }

  async function moves(tile) {
    const first = pixelsOf(tile);
    if (!first) return false;
    for (let i = 0; i < 10; i++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const next = pixelsOf(tile);
      let changed = 0;
      for (let j = 0; next && j < next.length; j += 4) {
        const difference = Math.abs(next[j] - first[j]) + Math.abs(next[j + 1] - first[j + 1])
          + Math.abs(next[j + 2] - first[j + 2]);
        if (difference > 96) changed++;
      }
      if (changed > 8) return true;
    }
    return false;
  }

  async function hear(tile) {
    const track = trackOf(tile, 'audio');
    if (!track) return null;
    const audio = new AudioContext();
    try {
      await audio.resume();
      const analyser = audio.createAnalyser();
      analyser.fftSize = 8192;
      analyser.smoothingTimeConstant = 0;
      audio.createMediaStreamSource(new MediaStream([track])).connect(analyser);
      await new Promise((resolve) => setTimeout(resolve, 500));
      const bins = new Float32Array(analyser.frequencyBinCount);
      analyser.getFloatFrequencyData(bins);
      let peak = 5; // Below lies what is no tone.
      for (let i = 5; i < bins.length; i++) if (bins[i] > bins[peak]) peak = i;
      const db = Number.isFinite(bins[peak]) ? Math.round(bins[peak]) : -200; // Silence is minus infinity, not JSON.
      return { hz: Math.round((peak * audio.sampleRate) / analyser.fftSize), db };
    } finally {
      await audio.close();
    }
  }

  async function frames(tile) {
    const track = trackOf(tile, 'video');
    if (!track) return { track: null, count: 0 };
    for (const connection of connections) {
      for (const entry of (await connection.getStats()).values()) {
        if (entry.type === 'inbound-rtp' && entry.trackIdentifier === track.id) {
          return { track: track.id, count: entry.framesDecoded ?? 0 };
        }
      }
    }
    const count = shownVideo(tile)?.getVideoPlaybackQuality().totalVideoFrames ?? 0;
    return { track: track.id, count }; // The page's own picture.
  }

  // MARK: Connections, recorded as they are made

  function recordConnections() {
    const Genuine = window.RTCPeerConnection;
    if (!Genuine) return;
    window.RTCPeerConnection = class RTCPeerConnection extends Genuine {
      constructor(...configuration) {
        super(...configuration);
        connections.add(this);
      }

      close() {
        super.close();
        connections.delete(this);
      }
    };
  }

  /** Plugs devices in or pulls them out: members of the identity. */
  function plug(changes) {
    Object.assign(window.fakeMediaIdentity, changes);
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  }

  installDevices();
  recordConnections();
  window.fakeMedia = {
    look, hear, frames, moves, allow, plug,
    get connections() {
      return [...connections].map(({ connectionState, iceConnectionState, signalingState }) =>
        ({ connectionState, iceConnectionState, signalingState }));
    },
    /** The RTCPeerConnections themselves, for what the above does not answer. */
    raw: connections,
    /** How many fake cameras draw at the moment: what a page that cleans up brings down to zero. */
    get camerasOpen() { return drawing.size; },
  };
})();
