// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What to ask the media server for: a bounded number of streams, whatever the room's size, below the 48 that a request
// may name. Pure.
//
// Sound of the stage and of open microphones comes first; who was heard already stays among the sixteen while others
// want in, so that a room with many open microphones does not flicker. Pictures follow what is looked at.

/** @typedef {import('../room/types.js').Publication} Publication */
/** @typedef {import('./media-plane.js').View} View */
/** @typedef {import('./media-plane.js').Saving} Saving */
/** @typedef {'microphone' | 'camera' | 'screen' | 'screenAudio'} TrackKind */
/** @typedef {'low' | 'medium' | 'high'} Layer */
/** @typedef {{session: string, kind: TrackKind, layer: Layer}} Wish */

const voicesMax = 16;
/** Shared screens whose sound is heard. */
const soundsMax = 4;
const picturesMax = 25;
/** Saving data: what is large, the shared screen, and the next few. */
const picturesWhileSavingMax = 4;
/** Of so many pictures each is small enough for the lowest layer. */
const manyPictures = 9;

/**
 * @param {object} facts
 * @param {Publication[]} facts.entries Everybody in the room's order: stage members first.
 * @param {string} facts.me This page's own session, which is never asked for.
 * @param {View} facts.view
 * @param {Saving} facts.saving
 * @param {ReadonlySet<string>} [facts.heard] Sessions that were heard lately.
 * @param {ReadonlySet<string>} [facts.asked] Sessions whose sound is asked for already.
 * @returns {Wish[]} Sound first.
 */
export function wishesOf({ entries, me, view, saving, heard = new Set(), asked = new Set() }) {
  const others = entries.filter(({ session }) => session !== me);
  const voices = voicesOf(others, heard, asked);
  const screens = others.filter((each) => each.screen && isLookedAt(each.session, view.screens));
  /** @type {Wish[]} */
  const wishes = voices.map(({ session }) => ({ session, kind: 'microphone', layer: 'high' }));
  // A screen's sound is heard by whoever is in the room, looked at or not.
  for (const { session } of others.filter(({ screen }) => screen).slice(0, soundsMax)) {
    wishes.push({ session, kind: 'screenAudio', layer: 'high' });
  }
  if (saving !== 'audio') wishes.push(...picturesOf(others, screens, view, saving));
  return wishes;
}

/**
 * @param {Publication[]} others
 * @param {ReadonlySet<string>} heard
 * @param {ReadonlySet<string>} asked
 */
function voicesOf(others, heard, asked) {
  const weight = (/** @type {Publication} */ { session, stage }) =>
    (stage ? 4 : 0) + (heard.has(session) ? 2 : 0) + (asked.has(session) ? 1 : 0);
  return others.filter(({ microphone, stage }) => microphone || stage)
    .map((each, index) => ({ each, index, weight: weight(each) }))
    .sort((a, b) => Number(b.each.microphone) - Number(a.each.microphone) || b.weight - a.weight || a.index - b.index)
    .slice(0, voicesMax)
    // In the room's order, so that a list with the same people is the same list.
    .sort((a, b) => a.index - b.index)
    .map(({ each }) => each);
}

/**
 * @param {Publication[]} others
 * @param {Publication[]} screens
 * @param {View} view
 * @param {Saving} saving
 * @returns {Wish[]}
 */
function picturesOf(others, screens, view, saving) {
  const max = saving === 'data' ? picturesWhileSavingMax : picturesMax;
  const shown = new Map(others.filter(({ camera }) => camera).map((each) => [each.session, each]));
  const large = view.large.filter((session) => shown.has(session));
  const small = view.visible.filter((session) => shown.has(session) && !large.includes(session));
  /** @type {Wish[]} */
  const pictures = screens.map(({ session }) => ({ session, kind: 'screen', layer: 'high' }));
  const largest = large.length === 1 ? 'high' : 'medium';
  for (const session of new Set(large)) pictures.push({ session, kind: 'camera', layer: largest });
  /** @type {Layer} */
  const layer = pictures.length > 0 || small.length > manyPictures ? 'low' : small.length > 1 ? 'medium' : 'high';
  for (const session of new Set(small)) pictures.push({ session, kind: 'camera', layer });
  const some = pictures.slice(0, max);
  if (saving !== 'data') return some;
  return some.map((wish) => (wish.kind === 'screen' ? wish : { ...wish, layer: 'low' }));
}

/**
 * @param {string} session
 * @param {string[]} sessions
 */
function isLookedAt(session, sessions) {
  return sessions.includes(session);
}
