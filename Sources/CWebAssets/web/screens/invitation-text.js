// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// An invitation in words, to be passed on in any message: in Chinese, in English, or in both. Pure.

import { formatMoment, formatPIN, formatRoom, textIn } from '../i18n/index.js';

/** @typedef {import('../i18n/index.js').Language} Language */
/** @typedef {Language | 'both'} InvitationLanguage */

/** @type {readonly InvitationLanguage[]} */
export const invitationLanguages = ['zh-CN', 'en', 'both'];

/**
 * @typedef {object} Invited
 * @property {string} room
 * @property {string} title
 * @property {string} link For people with an account.
 * @property {{link: string, pin: string, expiresAt: number} | null} [guests] For people without one.
 */

/**
 * @param {Invited} invited
 * @param {InvitationLanguage} language
 * @returns {string}
 */
export function invitationText(invited, language) {
  if (language === 'both') return `${invitationText(invited, 'zh-CN')}\n\n${invitationText(invited, 'en')}`;
  const { room, title, link, guests } = invited;
  const lines = [
    textIn(language, 'invitation.title', { title }),
    textIn(language, 'invitation.number', { room: formatRoom(room) }),
    textIn(language, 'invitation.link', { link }),
  ];
  if (guests) {
    lines.push(
      textIn(language, 'invitation.guestLink', { link: guests.link }),
      textIn(language, 'invitation.pin', { pin: formatPIN(guests.pin) }),
      textIn(language, 'invitation.until', { until: formatMoment(guests.expiresAt, language) }));
  }
  lines.push(textIn(language, guests ? 'invitation.howGuest' : 'invitation.how'));
  return lines.join('\n');
}
