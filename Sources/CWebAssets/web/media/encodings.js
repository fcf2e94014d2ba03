// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// How pictures are encoded: for the media server in up to three sizes at once, of which each receiver gets one; for the
// mesh in one, sent to each.

/** Largest first: the media server tells them apart by these names and this order. */
const three = [
  { rid: 'h', maxBitrate: 1_500_000, scaleResolutionDownBy: 1 },
  { rid: 'm', maxBitrate: 450_000, scaleResolutionDownBy: 2 },
  { rid: 'l', maxBitrate: 120_000, scaleResolutionDownBy: 4 },
];
/** A phone's picture is small already, and its battery too. */
const two = [
  { rid: 'h', maxBitrate: 600_000, scaleResolutionDownBy: 1 },
  { rid: 'l', maxBitrate: 120_000, scaleResolutionDownBy: 2 },
];

/**
 * @param {boolean} isWeak
 * @returns {RTCRtpEncodingParameters[]}
 */
export function encodingsFor(isWeak) {
  return (isWeak ? two : three).map((encoding) => ({ ...encoding, active: true }));
}

/**
 * VP8 first, which every browser has; what repairs it and other codecs stay.
 * @param {RTCRtpTransceiver} transceiver
 * @param {RTCRtpCodecCapability[]} codecs
 */
export function preferVP8(transceiver, codecs) {
  const isVP8 = (/** @type {RTCRtpCodecCapability} */ { mimeType }) => /\/VP8$/i.test(mimeType);
  if (!codecs.some(isVP8)) return;
  try {
    transceiver.setCodecPreferences?.([...codecs.filter(isVP8), ...codecs.filter((codec) => !isVP8(codec))]);
  } catch {
    // The browser's own order serves too.
  }
}

/** @type {WeakSet<MediaStreamTrack>} Those that were asked once. */
const sharpened = new WeakSet();

/**
 * Asks a camera for a picture that is worth three sizes; the mesh had asked for a small one.
 * @param {MediaStreamTrack} track
 */
export function sharpen(track) {
  if (sharpened.has(track)) return;
  sharpened.add(track);
  track.applyConstraints?.({ width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 20 } })
    ?.catch(() => {}); // It gives what it has.
}

// MARK: The mesh

/** Enough for a small tile; a mesh sends each picture three times. */
const videoBitsPerSecondMax = 700_000;
/** For who saves data. */
const sparingBitsPerSecondMax = 120_000;

/**
 * @param {RTCRtpSender} sender
 * @param {boolean} isFull Whether the other side takes the picture as it is.
 * @param {boolean} isScreen A screen is to be read, so it keeps its size.
 */
export function limitBits(sender, isFull, isScreen) {
  const parameters = sender.getParameters?.();
  const encoding = parameters?.encodings?.[0];
  const bits = isFull ? videoBitsPerSecondMax : sparingBitsPerSecondMax;
  if (!encoding || encoding.maxBitrate === bits) return;
  encoding.maxBitrate = bits;
  encoding.scaleResolutionDownBy = isFull || isScreen ? 1 : 2;
  sender.setParameters(parameters).catch(() => {}); // A wish: without it the picture only costs more.
}

/**
 * Leaves VP8 and Opus, which every browser has, and what repairs them.
 * @param {RTCRtpTransceiver | undefined} transceiver
 * @param {RTCRtpCodecCapability[]} codecs
 */
export function preferFewCodecs(transceiver, codecs) {
  const few = codecs.filter(({ mimeType }) => /^(audio\/opus|video\/(VP8|rtx))$/i.test(mimeType));
  if (few.length > 0) transceiver?.setCodecPreferences(few);
}
