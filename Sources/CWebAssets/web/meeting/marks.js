// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Small pictures about a participant, which screen readers read in words.

import { h, icon } from '../dom.js';
import { t } from '../i18n/index.js';
import { isGuest } from '../room/guests.js';

/**
 * @param {string} picture
 * @param {string} key Of the words.
 * @param {'' | 'hand' | 'danger'} [tone]
 */
export function mark(picture, key, tone = '') {
  const words = h('span', { class: 'visually-hidden' }, t(key));
  return h('span', { class: 'mark', dataset: { tone }, title: t(key) }, icon(picture), words);
}

/**
 * Stands beside a guest's name; nothing beside anybody else's.
 * @param {string} participant
 */
export function guestBadge(participant) {
  return isGuest(participant) ? h('span', { class: 'badge badge--guest' }, t('meeting.guest')) : null;
}
