// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Who may do what, and who is to be silent, read off the room's state (docs/protocol.md, "control"). Pure.

/** @typedef {import('./types.js').Role} Role */
/** @typedef {import('./types.js').RoomState} RoomState */
/** @typedef {import('./types.js').Me} Me */

/**
 * Whether the role may lock, mute, kick, grant the floor and end.
 * @param {Role} role
 */
export function isOperator(role) {
  return role === 'chair' || role === 'operator';
}

/**
 * Whether the order against everybody passes this participant by: chair, presenters and floor holders.
 * @param {RoomState} state
 * @param {string} participant
 */
export function isExempt(state, participant) {
  return state.chair === participant
    || state.presenters.some((each) => each.participant === participant)
    || state.floor.holders.some((each) => each.participant === participant);
}

/**
 * The order by which a participant is to be silent. One of its own outlasts the order against everybody.
 * @param {RoomState} state
 * @param {string} participant
 * @returns {'none'|'all'|'single'}
 */
export function orderedMute(state, participant) {
  if (state.muted.includes(participant)) return 'single';
  if (!state.mute.all || state.unmuted.includes(participant) || isExempt(state, participant)) return 'none';
  return 'all';
}

/**
 * Whether the camera is to stay off by order.
 * @param {RoomState} state
 * @param {string} participant
 */
export function isHidden(state, participant) {
  return state.hidden.includes(participant);
}

/**
 * Whether the page may offer to turn the microphone on. Under the order against everybody it may where that order lets
 * people unmute themselves; they do so by reporting their microphone on.
 * @param {RoomState} state
 * @param {Me} me
 */
export function mayUnmuteSelf(state, me) {
  switch (orderedMute(state, me.participant)) {
    case 'none': return true;
    case 'all': return state.mute.selfUnmute;
    case 'single': return false;
  }
}
