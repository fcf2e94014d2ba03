// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Inviting others from inside the meeting; chair and operators invite guests as well.

import { t } from '../i18n/index.js';
import { isOperator } from '../room/permissions.js';
import { openShare } from '../screens/share.js';
import { GuestLink } from './guest-link.js';

/** @param {import('./context.js').MeetingContext} context */
export function openInvitation({ session, model }) {
  const { room, link, state, me } = model;
  const guests = isOperator(me.role) ? new GuestLink(session, room) : undefined;
  openShare({ room, link, title: state.title || t('meeting.room') }, { guests, class: 'dark meeting-dialog' });
}
