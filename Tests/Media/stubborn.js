// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// An init script for a client that goes on wanting what it wanted: from `window.keepsWishes = true` on, whatever the
// page asks to get is replaced by what it asked for before. So what it gets no more was stopped by somebody else.
(() => {
  'use strict';

  const { send } = WebSocket.prototype;
  let kept = [];
  WebSocket.prototype.send = function sendKept(text) {
    const message = typeof text === 'string' && text.includes('media.subscribe') ? JSON.parse(text) : null;
    if (message?.method !== 'media.subscribe') return send.call(this, text);
    if (window.keepsWishes) message.params.tracks = kept;
    else kept = message.params.tracks;
    return send.call(this, JSON.stringify(message));
  };
})();
