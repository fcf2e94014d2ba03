// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What a meeting knows of moving pictures and sound: who can be seen and heard, how well, and if nobody, why. How media
// travels is the business of an implementation: the mesh (mesh.js), the media server (server-plane.js), or one after
// the other (moving-plane.js).

/**
 * - `connecting`: no media yet.
 * - `connected`: media flows, or would if devices were on.
 * - `interrupted`: media flowed and is being looked for; a short cut of the network heals by itself.
 * - `failed`: no way to the other side is known; another is tried again and again.
 * @typedef {'connecting' | 'connected' | 'interrupted' | 'failed'} RemoteState
 */

/**
 * How well somebody comes through, measured where it is received: nothing lost that anybody would notice, a little, so
 * much that it is hard to follow, or nothing at all for seconds although something is sent. `null`: not known.
 * @typedef {'good' | 'fair' | 'poor' | 'none' | null} Quality
 */

/**
 * One who can be seen and heard. `stream` is one object for as long as its connection lives and `null` before; its
 * tracks stay while devices are switched off and on, which `camera` and `microphone` tell. `screen` is what is shared,
 * with its sound where it has one. In rooms of the media server pictures that nobody looks at have no track.
 * @typedef {object} Remote
 * @property {string} session
 * @property {string} participant
 * @property {string} name
 * @property {MediaStream | null} stream
 * @property {MediaStream | null} screen
 * @property {RemoteState} state
 * @property {boolean} camera
 * @property {boolean} microphone
 * @property {boolean} isSharing Whether a screen is shared, shown here or not.
 * @property {Quality} quality
 */

/**
 * What of others is looked at, by session: tiles on the screen, the most important first; of these, the ones that are
 * large; those whose shared screen is looked at.
 * @typedef {{visible: string[], large: string[], screens: string[]}} View
 */

/**
 * - `off`: what is looked at, as sharp as it is shown.
 * - `data`: few and small pictures.
 * - `audio`: no pictures.
 * @typedef {'off' | 'data' | 'audio'} Saving
 */

/**
 * - `start()` begins; `stop()` closes and forgets everything, and may be called at any time, also twice.
 * - `setTracks(stream)` says what is to be sent: at most one audio and one video track. Call it again after every
 *   change of the stream or of a track's `enabled`, which `Capture` tells by `change`. A missing track sends nothing.
 * - `setScreen(stream)` shares a screen, with its sound, besides; `null` ends it.
 * - `setView(view)` says what is looked at, `setSaving(saving)` how much may be spent on it.
 * - `remotes` is keyed by session and is always the same map; its values are replaced. The event `remotes` says that
 *   anything in it changed, or `quality`.
 * - `more` counts those who could be seen but are left out of `remotes`.
 * - `reason` says why nobody can be seen: `full` (the mesh has no place left), `none` (not asked for); else `null`.
 * - `isAway`: the media server cannot be used at the moment; it is looked for.
 * - `speaker` is the session that was heard speaking last, never one's own; `isSpeaking` whether it still does. The
 *   event `speaker` says that either changed.
 * - `quality` is that of this page's own connection; `megabytesPerHour` what is sent and received together, measured,
 *   `null` before it was. The event `measured` says that it was measured again.
 * @typedef {EventTarget & {
 *   start(): void,
 *   stop(): void,
 *   setTracks(stream: MediaStream | null): void,
 *   setScreen(stream: MediaStream | null): void,
 *   setView(view: View): void,
 *   setSaving(saving: Saving): void,
 *   readonly remotes: Map<string, Remote>,
 *   readonly more: number,
 *   readonly reason: null | 'full' | 'none',
 *   readonly isAway: boolean,
 *   readonly speaker: string | null,
 *   readonly isSpeaking: boolean,
 *   readonly quality: Quality,
 *   readonly megabytesPerHour: number | null,
 * }} MediaPlane
 */

/**
 * What media needs of a session (net/session.js).
 * @typedef {EventTarget & {
 *   state: string,
 *   room: string | null,
 *   hello?: {features: string[]} | null,
 *   model: MediaModel | null,
 *   request(method: string, params: Record<string, unknown>): Promise<any>,
 *   networkIsBack(): void,
 * }} MediaSession
 */

/**
 * What media needs of a room's model (room/room-model.js).
 * @typedef {EventTarget & {
 *   me: {session: string, media: string},
 *   state: {media: {mode: string, limit: number, members: MeshMember[]}},
 *   publications: import('../room/types.js').Publications | null,
 * }} MediaModel
 */

/** @typedef {{session: string, participant: string, name: string}} MeshMember */

/**
 * What is sent to each. `isScreen` says that the picture is a screen's.
 * @typedef {{audio: MediaStreamTrack | null, video: MediaStreamTrack | null, isScreen?: boolean}} Tracks
 */

/**
 * What is sent of a stream: tracks that have ended send nothing.
 * @param {MediaStream | null} stream
 * @returns {Tracks}
 */
export function tracksOf(stream) {
  const live = (stream?.getTracks() ?? []).filter((track) => track.readyState === 'live');
  return {
    audio: live.find((track) => track.kind === 'audio') ?? null,
    video: live.find((track) => track.kind === 'video') ?? null,
  };
}

/**
 * What others are told of the devices behind the tracks.
 * @param {Tracks} tracks
 * @returns {import('./signal.js').Devices}
 */
export function devicesOf({ audio, video, isScreen = false }) {
  const isOn = video?.enabled ?? false;
  return { microphone: audio?.enabled ?? false, camera: isOn && !isScreen, ...(isOn && isScreen && { screen: true }) };
}
