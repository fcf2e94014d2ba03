// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What a meeting knows of moving pictures and sound: who can be seen and heard, how well, and if nobody, why. How media
// travels is the business of an implementation: today the mesh (mesh.js), later a media server.

/**
 * - `connecting`: no media yet.
 * - `connected`: media flows, or would if devices were on.
 * - `interrupted`: media flowed and is being looked for; a short cut of the network heals by itself.
 * - `failed`: no way to the other side is known; another is tried again and again.
 * @typedef {'connecting' | 'connected' | 'interrupted' | 'failed'} RemoteState
 */

/**
 * One who can be seen and heard. `stream` is one object for as long as its connection lives and `null` before; its
 * tracks stay while devices are switched off and on, which `camera` and `microphone` tell.
 * @typedef {object} Remote
 * @property {string} session
 * @property {string} participant
 * @property {string} name
 * @property {MediaStream | null} stream
 * @property {RemoteState} state
 * @property {boolean} camera
 * @property {boolean} microphone
 */

/**
 * - `start()` begins; `stop()` closes and forgets everything, and may be called at any time, also twice.
 * - `setTracks(stream)` says what is to be sent: at most one audio and one video track. Call it again after every
 *   change of the stream or of a track's `enabled`, which `Capture` tells by `change`. A missing track sends nothing.
 * - `remotes` is keyed by session, in the order of arrival, and is always the same map; its values are replaced. The
 *   event `remotes` says that anything in it changed.
 * - `reason` says why nobody can be seen: `full` (the mesh has no place left), `none` (not asked for); else `null`.
 * @typedef {EventTarget & {
 *   start(): void,
 *   stop(): void,
 *   setTracks(stream: MediaStream | null): void,
 *   readonly remotes: Map<string, Remote>,
 *   readonly reason: null | 'full' | 'none',
 * }} MediaPlane
 */

/**
 * What the mesh needs of a session (net/session.js).
 * @typedef {EventTarget & {
 *   state: string,
 *   room: string | null,
 *   model: MeshModel | null,
 *   request(method: string, params: Record<string, unknown>): Promise<unknown>,
 *   networkIsBack(): void,
 * }} MeshSession
 */

/**
 * What the mesh needs of a room's model (room/room-model.js).
 * @typedef {EventTarget & {
 *   me: {session: string, media: string},
 *   state: {media: {mode: string, limit: number, members: MeshMember[]}},
 * }} MeshModel
 */

/** @typedef {{session: string, participant: string, name: string}} MeshMember */

/**
 * What is sent.
 * @typedef {{audio: MediaStreamTrack | null, video: MediaStreamTrack | null}} Tracks
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
 */
export function devicesOf({ audio, video }) {
  return { microphone: audio?.enabled ?? false, camera: video?.enabled ?? false };
}
