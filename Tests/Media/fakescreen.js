// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// An init script: the screen that a page shares is drawn, of one colour with a number that goes up, and has a tone.
// `window.fakeScreen = {hue, hz}` says which.
(() => {
  'use strict';

  if (!navigator.mediaDevices) return;
  navigator.mediaDevices.getDisplayMedia = async () => {
    const { hue = 45, hz = 2500 } = window.fakeScreen ?? {};
    const [width, height] = [1280, 720];
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d');
    let page = 0;
    const draw = () => {
      context.fillStyle = `hsl(${hue}, 100%, 50%)`;
      context.fillRect(0, 0, width, height);
      context.fillStyle = '#000';
      context.font = '64px sans-serif';
      context.fillText(String(page += 1), 100, 200);
    };
    draw();
    const timer = setInterval(draw, 125);
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    const out = audio.createMediaStreamDestination();
    tone.frequency.value = hz;
    tone.connect(out);
    tone.start();
    await audio.resume();
    const stream = new MediaStream([...canvas.captureStream(8).getTracks(), ...out.stream.getTracks()]);
    const [picture] = stream.getVideoTracks();
    const stop = picture.stop.bind(picture);
    picture.stop = () => { stop(); clearInterval(timer); audio.close().catch(() => {}); };
    return stream;
  };
})();
