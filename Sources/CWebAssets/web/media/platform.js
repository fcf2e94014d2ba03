// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What the browser brings for media; tests bring their own.

/**
 * @typedef {object} Platform
 * @property {(configuration: RTCConfiguration) => RTCPeerConnection} makeConnection
 * @property {() => MediaStream} makeStream
 * @property {(kind: 'audio' | 'video') => RTCRtpCodecCapability[]} codecs What can be received.
 * @property {boolean} isWeak A phone, or another device that would grow hot or slow by sending a picture in many sizes.
 * @property {() => number} now Milliseconds since 1970.
 * @property {(callback: () => void, ms: number) => () => void} after A timer; what it returns ends it.
 */

/** @type {Platform} */
export const browser = {
  makeConnection: (configuration) => new RTCPeerConnection(configuration),
  makeStream: () => new MediaStream(),
  codecs: (kind) => RTCRtpReceiver.getCapabilities?.(kind)?.codecs ?? [],
  get isWeak() {
    const agent = /** @type {Navigator & {deviceMemory?: number}} */ (navigator);
    const { hardwareConcurrency = 4, deviceMemory = 8 } = agent;
    const isTouched = matchMedia('(hover: none) and (pointer: coarse)').matches;
    return isTouched || hardwareConcurrency < 2 || deviceMemory < 4;
  },
  now: () => Date.now(),
  after: (callback, ms) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
