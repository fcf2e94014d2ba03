// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Numbers that people type or paste, and the rooms that an account was in lately.

/** @typedef {{room: string, title: string, at: number}} RecentRoom */

/** As many rooms as are remembered for one account. */
export const recentMax = 8;

/**
 * The room's number in what somebody typed or pasted: nine digits with spaces or dashes between, or a link.
 * @param {string} text
 * @returns {string | null}
 */
export function roomNumber(text) {
  const plain = text.normalize('NFKC').trim();
  const linked = /\/r\/(\d{9})(?!\d)/.exec(plain);
  if (linked) return linked[1] ?? null;
  // An invitation that was pasted whole has other digits too: the first group of nine counts.
  const typed = /(?<!\d)\d(?:[\s\-–—.]?\d){8}(?!\d)/.exec(plain);
  return typed ? typed[0].replace(/\D/g, '') : null;
}

/** The path of the page for guests; their room is in their invitation. */
export const guestPath = '/g';

/**
 * The path of a room's page.
 * @param {string} room
 */
export function roomPath(room) {
  return `/r/${room}`;
}

/**
 * What the path of this page names.
 * @param {string} path
 * @returns {{name: 'home'} | {name: 'trust'} | {name: 'guest'} | {name: 'room', room: string} | {name: 'unknown'}}
 */
export function route(path) {
  if (path === '/' || path === '') return { name: 'home' };
  if (path === '/trust') return { name: 'trust' };
  if (path === guestPath || path === `${guestPath}/`) return { name: 'guest' };
  const match = /^\/r\/(\d{9})\/?$/.exec(path);
  return match ? { name: 'room', room: /** @type {string} */ (match[1]) } : { name: 'unknown' };
}

/**
 * The rooms in which this account was lately, newest first. What is stored is checked: it may be of another version.
 * @param {string} participant
 * @returns {RecentRoom[]}
 */
export function recentRooms(participant) {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey(participant)) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isRecentRoom).slice(0, recentMax) : [];
  } catch {
    return [];
  }
}

/**
 * @param {string} participant
 * @param {RecentRoom} room
 */
export function rememberRoom(participant, room) {
  const others = recentRooms(participant).filter((each) => each.room !== room.room);
  store(participant, [room, ...others].slice(0, recentMax));
}

/**
 * Forgets one room, or all.
 * @param {string} participant
 * @param {string} [room]
 */
export function forgetRoom(participant, room) {
  store(participant, room === undefined ? [] : recentRooms(participant).filter((each) => each.room !== room));
}

/** @param {string} participant */
function storageKey(participant) {
  return `plenary.recent.${participant}`;
}

/**
 * @param {string} participant
 * @param {RecentRoom[]} rooms
 */
function store(participant, rooms) {
  try {
    localStorage.setItem(storageKey(participant), JSON.stringify(rooms));
  } catch {
    // A browser that keeps nothing shows no list.
  }
}

/**
 * @param {any} value
 * @returns {value is RecentRoom}
 */
function isRecentRoom(value) {
  return typeof value === 'object' && value !== null && /^\d{9}$/.test(value.room)
    && typeof value.title === 'string' && typeof value.at === 'number';
}
