// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// An init script for pictures in documents: the screen that a page shares is a slide with a chart, and silent.
(() => {
  'use strict';

  if (!navigator.mediaDevices) return;
  const bars = [['6月', 118], ['7月', 231], ['8月', 196], ['9月', 84]];
  const written = '"Noto Sans CJK SC", "Noto Serif CJK SC", sans-serif';

  function draw(context) {
    context.fillStyle = '#fff';
    context.fillRect(0, 0, 1280, 720);
    context.fillStyle = '#1f4e79';
    context.fillRect(0, 0, 1280, 110);
    context.fillStyle = '#fff';
    context.font = `52px ${written}`;
    context.fillText('汛期降雨与水库蓄水 · Rainfall', 60, 74);
    context.fillStyle = '#222';
    context.font = `32px ${written}`;
    ['全省平均降雨量（毫米）', 'Average rainfall (mm)'].forEach((line, at) => context.fillText(line, 60, 180 + 44 * at));
    bars.forEach(([month, height], at) => {
      const [x, top] = [120 + 280 * at, 620 - 1.4 * height];
      context.fillStyle = at === 1 ? '#c0504d' : '#4f81bd';
      context.fillRect(x, top, 150, 620 - top);
      context.fillStyle = '#222';
      context.fillText(String(height), x + 45, top - 14);
      context.fillText(month, x + 45, 668);
    });
    context.fillRect(80, 620, 1120, 3);
  }

  navigator.mediaDevices.getDisplayMedia = async () => {
    const context = Object.assign(document.createElement('canvas'), { width: 1280, height: 720 }).getContext('2d');
    draw(context);
    const [picture] = context.canvas.captureStream(4).getVideoTracks();
    const timer = setInterval(() => draw(context), 250);
    const stop = picture.stop.bind(picture);
    picture.stop = () => { stop(); clearInterval(timer); };
    return new MediaStream([picture]);
  };
})();
