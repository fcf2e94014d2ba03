// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Who waits to be let in (docs/protocol.md, "lobby.changed"): each message tells the whole. Pure.

/** @typedef {import('./types.js').Lobby} Lobby */
/** @typedef {import('./types.js').Waiting} Waiting */

/**
 * The state of a reset, or of a change. What it leaves out is empty.
 * @param {{waiting?: number, entries?: Waiting[], units?: [number, string, number][]}} told
 * @returns {Lobby}
 */
export function lobbyOf({waiting, entries = [], units = []}) {
  return {
    waiting: waiting ?? entries.length,
    entries,
    units: units.map(([unit, name, count]) => ({unit, name, waiting: count})),
  };
}

/**
 * Whether somebody waits who did not before: told by name, or, past those who are listed, by the count.
 * @param {Lobby|null} before
 * @param {Lobby} after
 */
export function hasNewcomer(before, after) {
  if (after.waiting === 0) return false;
  if (!before || after.waiting > before.waiting) return true;
  const known = new Set(before.entries.map(({participant}) => participant));
  // Of a list that was cut, those who move up are not new.
  return before.waiting === before.entries.length && after.entries.some(({participant}) => !known.has(participant));
}

/**
 * The name of somebody's unit, as the counts of units tell it.
 * @param {Lobby} lobby
 * @param {number} unit
 */
export function unitName(lobby, unit) {
  return lobby.units.find((each) => each.unit === unit)?.name ?? '';
}
