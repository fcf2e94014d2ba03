// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The state of the stream `room`: set by `stream.reset`, kept up by pushes (docs/protocol.md, "Pushes"). Pure: each
// function gives a new state and leaves the old one alone, so that who holds one can compare.

/** @typedef {import('./types.js').RoomState} RoomState */
/** @typedef {import('./types.js').Named} Named */
/** @typedef {import('./types.js').Push} Push */

export const CHAT_MAX = 500;

/** @returns {RoomState} */
export function emptyRoomState() {
  return {
    title: '', locked: false, chair: null, limit: 0, mute: {all: false, selfUnmute: true}, muted: [], unmuted: [],
    hidden: [], presenters: [], floor: {holders: [], queue: []}, media: {mode: 'none', limit: 0, members: []}, chat: [],
  };
}

/**
 * The state of a reset. What it leaves out is empty.
 * @param {Partial<RoomState>} state
 * @returns {RoomState}
 */
export function roomStateOf(state) {
  const whole = {...emptyRoomState(), ...state};
  return {...whole, chair: whole.chair ?? null, chat: whole.chat.slice(-CHAT_MAX)};
}

/**
 * @param {Named[]} list
 * @param {string} participant
 */
function without(list, participant) {
  return list.filter((each) => each.participant !== participant);
}

/**
 * At the end of the list, once.
 * @param {Named[]} list
 * @param {{participant: string, name: string}} entry
 */
function withAtEnd(list, {participant, name}) {
  return [...without(list, participant), {participant, name}];
}

/**
 * @param {string[]} list
 * @param {string} participant
 * @param {boolean} isIn
 */
function marked(list, participant, isIn) {
  const others = list.filter((each) => each !== participant);
  return isIn ? [...others, participant] : others;
}

/**
 * Takes in one push of the stream `room`; one that is not known changes nothing.
 * @param {RoomState} state
 * @param {Push} push
 * @returns {RoomState}
 */
export function roomStateAfter(state, {method, params}) {
  const {participant} = params;
  switch (method) {
    case 'room.locked': return {...state, locked: true};
    case 'room.unlocked': return {...state, locked: false};
    case 'room.muted': return {...state, mute: {all: true, selfUnmute: params.selfUnmute}, unmuted: []};
    // That order is lifted, with every single one.
    case 'room.unmuted': return {...state, mute: {all: false, selfUnmute: true}, muted: [], unmuted: []};
    case 'participant.muted': case 'participant.unmuted': return orderedOf(state, method, participant);
    case 'participant.hidden': return {...state, hidden: marked(state.hidden, participant, true)};
    case 'participant.shown': return {...state, hidden: marked(state.hidden, participant, false)};
    case 'participant.promoted': return {...state, presenters: withAtEnd(state.presenters, named(params))};
    case 'participant.demoted': return {...state, presenters: without(state.presenters, participant)};
    case 'floor.requested': case 'floor.granted': case 'floor.denied': case 'floor.revoked': case 'floor.released':
      return {...state, floor: floorAfter(state.floor, method, named(params))};
    case 'chat.posted': return {...state, chat: [...state.chat, messageOf(params)].slice(-CHAT_MAX)};
    case 'mesh.entered': case 'mesh.left': return {...state, media: mediaAfter(state.media, method, params)};
    // For good, and with the mesh empty.
    case 'media.moved': return {...state, media: {...state.media, mode: params.mode, members: []}};
    default: return state;
  }
}

/**
 * @param {Record<string, any>} params
 * @returns {Named}
 */
function named({participant, name}) {
  return {participant, name: name ?? ''};
}

/**
 * @param {RoomState} state
 * @param {string} method
 * @param {string} participant
 * @returns {RoomState}
 */
function orderedOf(state, method, participant) {
  const isMuted = method === 'participant.muted';
  return {
    ...state,
    muted: marked(state.muted, participant, isMuted),
    // Only while an order against everybody stands is there something to be let off.
    unmuted: marked(state.unmuted, participant, !isMuted && state.mute.all),
  };
}

/**
 * @param {RoomState['floor']} floor
 * @param {string} method
 * @param {Named} who
 */
function floorAfter({holders, queue}, method, who) {
  const others = {holders: without(holders, who.participant), queue: without(queue, who.participant)};
  switch (method) {
    case 'floor.requested': return {...others, holders, queue: withAtEnd(queue, who)};
    case 'floor.granted': return {...others, holders: withAtEnd(holders, who)};
    case 'floor.denied': return {...others, holders};
    default: return others;
  }
}

/**
 * @param {RoomState['media']} media
 * @param {string} method
 * @param {Record<string, any>} params
 */
function mediaAfter(media, method, {session, participant, name}) {
  const members = media.members.filter((each) => each.session !== session);
  if (method === 'mesh.entered') members.push({session, participant, name});
  return {...media, members};
}

/**
 * @param {Record<string, any>} params
 * @returns {import('./types.js').ChatMessage}
 */
export function messageOf({offset, at, from, name, text}) {
  return {offset, at, from, name, text};
}
