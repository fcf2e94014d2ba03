// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What somebody is called. Orders name a participant by its id; a name is known when the room has shown it anywhere.

import { t } from '../i18n/index.js';
import { isGuest } from '../room/guests.js';
import { isOperator } from '../room/permissions.js';

/** @typedef {import('../room/room-model.js').RoomModel} RoomModel */
/** @typedef {import('../room/types.js').Role} Role */

/**
 * The name of a participant, or `null` when nothing on this page has told it yet.
 * @param {RoomModel} model
 * @param {string | null} participant
 * @returns {string | null}
 */
export function knownName(model, participant) {
  if (participant === null) return null;
  const { presenters, floor, media, chat } = model.state;
  for (const list of [media.members, presenters, floor.holders, floor.queue]) {
    const found = list.find((each) => each.participant === participant);
    if (found) return found.name;
  }
  const published = model.publications?.entries.find((each) => each.participant === participant);
  if (published) return published.name;
  for (const page of model.pages.values()) {
    const found = page.entries.find((each) => each.participant === participant);
    if (found) return found.name;
  }
  const waiting = model.lobby?.entries.find((each) => each.participant === participant);
  if (waiting) return waiting.name;
  for (let index = chat.length - 1; index >= 0; index -= 1) {
    if (chat[index].from === participant) return chat[index].name;
  }
  return null;
}

/**
 * A name in a sentence, where no badge can stand beside it.
 * @param {string} participant
 * @param {string} name
 */
export function spokenName(participant, name) {
  return isGuest(participant) ? t('meeting.guestNamed', { name }) : name;
}

/**
 * The name of a participant; one whose name is not known is told by its number.
 * @param {RoomModel} model
 * @param {string} participant
 */
export function nameOf(model, participant) {
  const name = knownName(model, participant);
  if (name !== null) return spokenName(participant, name);
  const number = participant.slice(participant.indexOf(':') + 1);
  return t(isGuest(participant) ? 'meeting.guestCalled' : 'meeting.participantCalled', { number });
}

/**
 * Who gave an order: `null` is the server's owner.
 * @param {RoomModel} model
 * @param {string | null} by
 */
export function orderedBy(model, by) {
  return knownName(model, by) ?? t(by !== null && by === model.state.chair ? 'meeting.role.chair' : 'meeting.somebody');
}

/**
 * The role as others see it, from the state of the room; operators are told apart by pages only.
 * @param {RoomModel} model
 * @param {string} participant
 * @returns {Role}
 */
export function roleOf(model, participant) {
  const { chair, presenters } = model.state;
  if (participant === chair) return 'chair';
  if (participant === model.me.participant && isOperator(model.me.role)) return model.me.role;
  return presenters.some((each) => each.participant === participant) ? 'presenter' : 'attendee';
}

/**
 * What stands for a face: the last two characters of a Chinese name, the first letters of any other.
 * @param {string} name
 */
export function initials(name) {
  const characters = Array.from(name.trim());
  if (characters.some((each) => /\p{Script=Han}/u.test(each))) return characters.slice(-2).join('');
  const words = name.trim().split(/\s+/);
  return words.slice(0, 2).map((word) => Array.from(word)[0] ?? '').join('').toUpperCase();
}

/**
 * One of the eight tints behind initials, the same one wherever a participant is shown.
 * @param {string} participant
 */
export function tintOf(participant) {
  let sum = 0;
  for (let index = 0; index < participant.length; index += 1) sum = (sum * 31 + participant.charCodeAt(index)) >>> 0;
  return String(sum % 8);
}
