// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Small pictures about a participant, which screen readers read in words.

import { h, icon } from '../dom.js';
import { t } from '../i18n/index.js';

/**
 * @param {string} picture
 * @param {string} key Of the words.
 * @param {'' | 'hand' | 'danger'} [tone]
 */
export function mark(picture, key, tone = '') {
  const words = h('span', { class: 'visually-hidden' }, t(key));
  return h('span', { class: 'mark', dataset: { tone }, title: t(key) }, icon(picture), words);
}
