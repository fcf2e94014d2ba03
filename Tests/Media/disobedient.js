// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// An init script for a client that ignores what it is told: what it sends are copies of its devices' tracks, which no
// mute, closed camera or hanging up of the page reaches. Only the other end can stop them.
(() => {
  'use strict';

  const { replaceTrack } = RTCRtpSender.prototype;
  const copies = new Map();
  RTCRtpSender.prototype.replaceTrack = function replace(track) {
    if (!track) return Promise.resolve();
    if (!copies.has(track)) copies.set(track, track.clone());
    return replaceTrack.call(this, copies.get(track));
  };
  RTCPeerConnection.prototype.close = () => {};
})();
