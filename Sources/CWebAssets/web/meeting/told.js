// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Tells a participant who did what, as the room says it.

import { on } from '../dom.js';
import { has, t } from '../i18n/index.js';
import { isOperator, mayUnmuteSelf } from '../room/permissions.js';
import { nameOf, orderedBy, spokenName } from './names.js';

/** @typedef {import('./context.js').MeetingContext} MeetingContext */
/** @typedef {import('../room/types.js').Push} Push */

/**
 * Facts about one participant, told to whom they are about.
 * @type {Record<string, string>}
 */
const aboutMe = {
  'participant.muted': 'muted', 'participant.unmuted': 'unmuted', 'participant.promoted': 'promoted',
  'participant.demoted': 'demoted', 'participant.hidden': 'hidden', 'participant.shown': 'shown',
  'floor.granted': 'granted', 'floor.denied': 'denied', 'floor.revoked': 'revoked',
};

/** @type {Record<string, string>} */
const aboutAll = {
  'room.locked': 'locked', 'room.unlocked': 'unlocked', 'room.unmuted': 'unmutedAll', 'room.muted': 'mutedAll',
};

/**
 * Later news of the same kind takes the place of earlier; all others are orders to be silent.
 * @type {Record<string, string>}
 */
const kinds = {
  granted: 'floor', denied: 'floor', revoked: 'floor', promoted: 'role', demoted: 'role', hidden: 'camera',
  shown: 'camera',
  locked: 'lock', unlocked: 'lock',
};

const warnings = new Set(['muted', 'mutedAll', 'mutedAllStrict', 'denied', 'revoked', 'demoted', 'hidden']);

/** @param {MeetingContext} context */
export function tellFacts(context) {
  on(context.model, 'fact', (/** @type {CustomEvent<{push: Push}>} */ event) => tell(context, event.detail.push),
    { signal: context.signal });
}

/**
 * @param {MeetingContext} context
 * @param {Push} push
 */
function tell({ model, notices }, { method, params }) {
  const { me, state } = model;
  if (params.by === me.participant) return; // The receipt tells that.
  const by = orderedBy(model, params.by ?? null);
  let what = params.participant === me.participant ? aboutMe[method] : aboutAll[method];
  if (what === 'mutedAll' && !mayUnmuteSelf(state, me)) what = 'mutedAllStrict';
  if (what !== undefined && has(`meeting.told.${what}`)) {
    notices.show({
      title: t(`meeting.told.${what}`, { by }), tone: warnings.has(what) ? 'warning' : 'info',
      key: kinds[what] ?? 'order',
    });
  } else if (isOperator(me.role) && params.participant !== me.participant) {
    tellOperator(method, params, { model, notices }, by);
  }
}

/**
 * @param {string} method
 * @param {Record<string, any>} params
 * @param {Pick<MeetingContext, 'model' | 'notices'>} context
 * @param {string} by
 */
function tellOperator(method, params, { model, notices }, by) {
  if (method === 'floor.requested') {
    const name = spokenName(params.participant, params.name);
    notices.show({ title: t('meeting.told.hand', { name }), key: 'hand' });
  } else if (method === 'participant.kicked') {
    notices.show({ title: t('meeting.told.kicked', { by, name: nameOf(model, params.participant) }), key: 'kicked' });
  }
}
