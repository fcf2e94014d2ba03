// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What the parts of the meeting share. Types only: there is nothing to run here.

/** @typedef {import('../net/session.js').Session} Session */
/** @typedef {import('../room/room-model.js').RoomModel} RoomModel */
/** @typedef {import('../media/media-plane.js').MediaPlane} MediaPlane */
/** @typedef {import('./notices.js').Notices} Notices */
/** @typedef {import('./commands.js').Commands} Commands */
/** @typedef {import('./local-media.js').LocalMedia} LocalMedia */
/** @typedef {import('../media/capture.js').Capture} Capture */
/** @typedef {import('./screen-share.js').ScreenShare} ScreenShare */
/** @typedef {import('./view.js').View} View */

/**
 * Everything a part of the meeting works with. `model` is the same object for as long as the meeting is on the screen;
 * listeners take `signal`, which ends them all.
 * @typedef {object} MeetingContext
 * @property {Session} session
 * @property {RoomModel} model
 * @property {MediaPlane} media
 * @property {Capture} capture
 * @property {LocalMedia} local
 * @property {ScreenShare} share
 * @property {View} view
 * @property {Notices} notices
 * @property {Commands} commands
 * @property {AbortSignal} signal
 */

export {};
