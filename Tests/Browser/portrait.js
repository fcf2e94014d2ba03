// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// An init script for pictures in documents: the camera shows a drawn person in an office instead of a flat colour.
// `window.portrait = {wall, light, coat, shirt, hair, skin, isLong, side}` says how it looks. Further
// members: `scale` (1: 960 by 540) and `fps` (8).
(() => {
  'use strict';

  const [width, height] = [960, 540];

  function ellipse(context, fill, x, y, rx, ry, turn = 0) {
    context.fillStyle = fill;
    context.beginPath();
    context.ellipse(x, y, rx, ry, turn, 0, 2 * Math.PI);
    context.fill();
  }

  function polygon(context, fill, points) {
    context.fillStyle = fill;
    context.beginPath();
    points.forEach(([x, y], index) => (index ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.closePath();
    context.fill();
  }

  function drawRoom(context, { wall, light, side }) {
    const glow = context.createRadialGradient(width * side, 120, 40, width * side, 160, 760);
    glow.addColorStop(0, light);
    glow.addColorStop(1, wall);
    context.fillStyle = glow;
    context.fillRect(0, 0, width, height);
    const x = side < 0.5 ? 60 : 650;
    context.fillStyle = 'rgba(255, 255, 255, 0.5)';
    context.fillRect(x, 50, 250, 250);
    context.fillStyle = 'rgba(120, 165, 205, 0.35)';
    context.fillRect(x + 10, 60, 110, 230);
    context.fillRect(x + 130, 60, 110, 230);
    drawShelf(context, side < 0.5 ? 660 : 40);
  }

  function drawShelf(context, x) {
    const backs = ['#7d8da1', '#a58f78', '#5f7a8c', '#b4a48c', '#8a6f62', '#6f8578'];
    for (const [row, y] of [[0, 150], [1, 290]]) {
      for (let i = 0; i < 9; i++) {
        const tall = 66 + ((i * 37 + row * 19) % 28);
        context.fillStyle = backs[(i * 5 + row * 2) % backs.length];
        context.globalAlpha = 0.55;
        context.fillRect(x + 12 + i * 25, y - tall, 19, tall);
      }
      context.globalAlpha = 0.7;
      context.fillStyle = '#8b7762';
      context.fillRect(x, y, 250, 9);
    }
    context.globalAlpha = 1;
  }

  function drawPerson(context, { coat, shirt, hair, skin, isLong }, sway, mouth) {
    const x = width / 2 + sway;
    if (isLong) {
      ellipse(context, hair, x, 262, 112, 128);
      context.fillStyle = hair;
      context.fillRect(x - 104, 256, 208, 120);
    }
    ellipse(context, coat, x, 590, 270, 198);
    polygon(context, shirt, [[x - 62, 396], [x + 62, 396], [x, 520]]);
    context.fillStyle = skin;
    context.fillRect(x - 38, 330, 76, 62);
    ellipse(context, 'rgba(90, 50, 30, 0.22)', x, 352, 38, 26);
    polygon(context, skin, [[x - 38, 390], [x + 38, 390], [x, 432]]);
    polygon(context, coat, [[x - 66, 392], [x - 40, 384], [x - 4, 540], [x - 130, 540]]);
    polygon(context, coat, [[x + 66, 392], [x + 40, 384], [x + 4, 540], [x + 130, 540]]);
    ellipse(context, skin, x, 256, 84, 106);
    for (const side of [-1, 1]) ellipse(context, skin, x + side * 84, 266, 13, 21);
    context.fillStyle = hair;
    context.beginPath();
    context.ellipse(x, 222, 92, 84, 0, Math.PI, 2 * Math.PI);
    context.quadraticCurveTo(x + 64, 186, x - 10, 190);
    context.quadraticCurveTo(x - 70, 194, x - 92, 222);
    context.fill();
    for (const side of [-1, 1]) {
      ellipse(context, '#33271f', x + side * 32, 262, 7, 8);
      ellipse(context, hair, x + side * 33, 240, 19, 4, 0.02 * side);
    }
    ellipse(context, 'rgba(120, 60, 40, 0.25)', x, 290, 9, 5);
    context.fillStyle = '#a4584c';
    context.beginPath();
    context.moveTo(x - 30, 310);
    context.quadraticCurveTo(x, 316 - mouth / 2, x + 30, 310);
    context.quadraticCurveTo(x, 336 + mouth, x - 30, 310);
    context.fill();
  }

  function film() {
    const { scale = 1, fps = 8 } = window.portrait;
    const canvas = Object.assign(document.createElement('canvas'), { width: scale * width, height: scale * height });
    const context = canvas.getContext('2d');
    context.scale(scale, scale);
    let n = 0;
    const draw = () => {
      drawRoom(context, window.portrait);
      drawPerson(context, window.portrait, 6 * Math.sin(n / 9), 5 + 2 * Math.sin(n++ / 2));
    };
    draw();
    setInterval(draw, 1000 / fps);
    return canvas.captureStream(fps).getVideoTracks();
  }

  const media = navigator.mediaDevices;
  const open = media.getUserMedia.bind(media);
  media.getUserMedia = async (constraints) => {
    const others = constraints.audio ? (await open({ audio: constraints.audio })).getTracks() : [];
    return new MediaStream([...others, ...(constraints.video ? film() : [])]);
  };
})();
