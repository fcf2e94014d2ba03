// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What an operator may do with one participant, wherever that is shown. Read off the room's state at the moment of
// asking, so that a menu offers what fits.

import { h } from '../dom.js';
import { t } from '../i18n/index.js';
import { isHidden, orderedMute } from '../room/permissions.js';
import { ask } from './dialogs.js';
import { spokenName } from './names.js';

/** @typedef {import('./context.js').MeetingContext} MeetingContext */
/** @typedef {import('./menu.js').MenuItem} MenuItem */
/** @typedef {import('../room/types.js').Named} Named */

/**
 * @param {MeetingContext} context
 * @param {Named & {muted?: boolean}} whom `muted` is what a page says, where there is one.
 * @returns {MenuItem[]}
 */
export function participantItems(context, whom) {
  const { state, me } = context.model;
  const { participant } = whom;
  if (participant === me.participant) return [];
  const has = (/** @type {Named[]} */ list) => list.some((each) => each.participant === participant);
  const isMuted = whom.muted ?? (orderedMute(state, participant) !== 'none');
  const item = (/** @type {string} */ what, /** @type {string} */ picture) =>
    ({ label: t(`meeting.${what}`), icon: picture, run: () => void actOn(context, what, whom) });
  /** @type {MenuItem[]} */
  const items = [
    isMuted ? item('unmute', 'microphone') : item('mute', 'microphone-off'),
    isHidden(state, participant) ? item('show', 'camera') : item('hide', 'camera-off'),
  ];
  if (has(state.floor.queue)) items.push(item('grant', 'check'), item('deny', 'minus'));
  if (has(state.floor.holders)) items.push(item('revoke', 'hand'));
  if (participant !== state.chair) {
    items.push(has(state.presenters) ? item('demote', 'person') : item('promote', 'presenter'));
    items.push({ label: t('meeting.kick'), icon: 'remove', danger: true, run: () => askToKick(context, whom) });
  }
  return items;
}

/** @type {Record<string, string>} */
const methods = {
  mute: 'control.mute', unmute: 'control.unmute', hide: 'control.hide', show: 'control.show',
  grant: 'floor.grant', deny: 'floor.deny', revoke: 'floor.revoke',
  promote: 'control.promote', demote: 'control.demote', kick: 'control.kick',
};

/**
 * @param {MeetingContext} context
 * @param {string} what A key of `methods`.
 * @param {Named} whom
 */
export function actOn(context, what, { participant, name }) {
  const isMany = ['mute', 'unmute', 'hide', 'show'].includes(what);
  const params = isMany ? { participants: [participant] } : { participant };
  const did = t(`meeting.did.${what}`, { name: spokenName(participant, name) });
  return context.commands.run(did, methods[what], params);
}

/**
 * @param {MeetingContext} context
 * @param {Named} whom
 */
function askToKick(context, whom) {
  const { name } = whom;
  ask({
    title: t('meeting.kickTitle', { name }), content: h('p', null, t('meeting.kickText', { name })),
    confirm: t('meeting.kickConfirm'), confirmed: () => void actOn(context, 'kick', whom),
  });
}
