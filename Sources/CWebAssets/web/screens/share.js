// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// How others find a room: its number, its link, its QR code.

import { h, openDialog } from '../dom.js';
import { formatRoom, t } from '../i18n/index.js';
import { copyButton } from './copy.js';
import { roomPath } from './rooms.js';

/** @typedef {{room: string, title: string, link: string}} SharedRoom */

/**
 * Number, link and QR code, each ready to be passed on.
 * @param {SharedRoom} shared
 * @returns {HTMLElement}
 */
export function shareView({ room, title, link }) {
  return h('div', { class: 'share' },
    h('img', {
      class: 'share__qr', src: `${roomPath(room)}/qr.svg`, width: 176, height: 176, alt: t('share.qr', { title }),
    }),
    h('dl', { class: 'share__facts' },
      h('div', null, h('dt', null, t('share.number')), h('dd', { class: 'share__number number' }, formatRoom(room))),
      h('div', null, h('dt', null, t('share.link')), h('dd', { class: 'share__link' }, link)),
      h('div', null, h('dt', { class: 'visually-hidden' }, t('share.qr', { title })),
        h('dd', { class: 'quiet small' }, t('share.qrHint')))),
    h('div', { class: 'row share__copies' },
      copyButton(t('share.copyLink'), () => link),
      copyButton(t('share.copyNumber'), () => room),
      copyButton(t('share.copyAll'), () => t('share.invitation', { title, room: formatRoom(room), link }))));
}

/**
 * The dialog that invites others to a room.
 * @param {SharedRoom} shared
 * @returns {HTMLDialogElement}
 */
export function openShare(shared) {
  return openDialog({
    title: t('share.title'),
    closeLabel: t('app.close'),
    content: [h('p', { class: 'share__title' }, shared.title), shareView(shared)],
  });
}
