// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The invitation to a room: its number, its link, its QR code, and a text with all that, ready to be passed on.

import { fill, h, on, openDialog, uniqueID } from '../dom.js';
import { formatRoom, t } from '../i18n/index.js';
import { copyButton } from './copy.js';
import { invitationLanguages, invitationText } from './invitation-text.js';
import { saveButton } from './qr.js';
import { roomPath } from './rooms.js';

/** @typedef {import('./invitation-text.js').Invited} Invited */
/** @typedef {import('./invitation-text.js').InvitationLanguage} InvitationLanguage */
/** @typedef {{room: string, title: string, link: string}} SharedRoom */
/**
 * The link for guests, where there may be one: tells by the event `change` of another `invitation`.
 * @typedef {EventTarget & {element: HTMLElement, invitation: Invited['guests']}} GuestPart
 */

/**
 * Number, link and QR code, each ready to be passed on.
 * @param {SharedRoom} shared
 * @param {GuestPart} [guests]
 * @returns {HTMLElement}
 */
export function shareView(shared, guests) {
  const { room, title, link } = shared;
  const code = `${roomPath(room)}/qr.svg`;
  return h('div', { class: 'share' },
    h('img', { class: 'share__qr', src: code, width: 176, height: 176, alt: t('share.qr', { title }) }),
    h('dl', { class: 'share__facts' },
      h('div', null, h('dt', null, t('share.number')), h('dd', { class: 'share__number number' }, formatRoom(room))),
      h('div', null, h('dt', null, t('share.link')), h('dd', { class: 'share__link' }, link)),
      h('div', null, h('dt', { class: 'visually-hidden' }, t('share.qr', { title })),
        h('dd', { class: 'quiet small' }, t('share.qrHint')))),
    h('div', { class: 'row share__copies' },
      copyButton(t('share.copyLink'), () => link),
      copyButton(t('share.copyNumber'), () => room),
      saveButton(() => drawingAt(code), `plenary-${room}`)),
    guests?.element,
    textView(shared, guests));
}

/** @param {string} address */
async function drawingAt(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.text();
}

/**
 * The whole as a text, in the language of whom it is sent to.
 * @param {SharedRoom} shared
 * @param {GuestPart} [guests]
 * @returns {HTMLElement}
 */
function textView(shared, guests) {
  /** @type {InvitationLanguage} */
  let language = 'both';
  const text = () => invitationText({ ...shared, guests: guests?.invitation ?? null }, language);
  const shown = h('pre', { class: 'share__text', tabindex: '0', 'aria-label': t('share.text') });
  const update = () => fill(shown, text());
  const group = uniqueID('language');
  const choices = invitationLanguages.map((each) => {
    const input = h('input', { type: 'radio', name: group, value: each, checked: each === language });
    on(input, 'change', () => {
      language = each;
      update();
    });
    return h('label', { class: 'check' }, input, t(`share.language.${each}`));
  });
  if (guests) on(guests, 'change', update);
  update();
  return h('div', { class: 'share__invitation stack' },
    h('fieldset', { class: 'choices' },
      h('legend', { class: 'field__label' }, t('share.language')), h('div', { class: 'row' }, choices)),
    copyButton(t('share.copyAll'), text, 'button--primary'),
    h('details', { class: 'more' }, h('summary', { class: 'more__summary' }, t('share.text')), shown));
}

/**
 * The dialog that invites others to a room.
 * @param {SharedRoom} shared
 * @param {{guests?: GuestPart, class?: string}} options
 * @returns {HTMLDialogElement}
 */
export function openShare(shared, { guests, class: extra }) {
  return openDialog({
    title: t('share.title'),
    closeLabel: t('app.close'),
    content: [h('p', { class: 'share__title' }, shared.title), shareView(shared, guests)],
    class: extra,
  });
}
