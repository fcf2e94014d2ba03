// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The dialog that opens a room: first its title, then how others find it.

import { fill, focusHeading, h, on, openDialog, refocus } from '../dom.js';
import { errorText, t } from '../i18n/index.js';
import { note } from './screen.js';
import { shareView } from './share.js';

/** @typedef {import('../net/session.js').Session} Session */

const titleMax = 120;

/**
 * @param {object} options
 * @param {Session} options.session
 * @param {string} options.name Who opens the room.
 * @param {(room: string) => void} options.onEnter
 * @param {() => void} options.onCreated
 */
export function openNewMeeting({ session, name, onEnter, onCreated }) {
  const input = h('input', {
    id: 'room-title', class: 'input', type: 'text', autocomplete: 'off', required: true,
    value: t('create.nameDefault', { name }), 'aria-describedby': 'room-title-error',
  });
  const error = h('p', { id: 'room-title-error', class: 'field__error' });
  const failure = h('div');
  const submit = h('button', { type: 'submit', class: 'button button--primary' }, t('create.submit'));
  const form = h('form', { class: 'stack', novalidate: true },
    h('div', { class: 'field' },
      h('label', { class: 'field__label', for: 'room-title' }, t('create.name')), input, error),
    failure,
    h('div', { class: 'dialog__actions' },
      h('button', { type: 'button', class: 'button', onclick: () => dialog.close() }, t('app.cancel')), submit));
  const dialog = openDialog({ title: t('create.title'), closeLabel: t('app.close'), content: form });
  input.focus();
  input.select();

  on(form, 'submit', async (event) => {
    event.preventDefault();
    const title = input.value.trim();
    const isWrong = title === '' || [...title].length > titleMax;
    input.setAttribute('aria-invalid', String(isWrong));
    error.textContent = isWrong ? t('create.nameMissing') : '';
    if (isWrong) {
      input.focus();
      return;
    }
    fill(failure);
    submit.disabled = true;
    fill(submit, t('create.busy'));
    try {
      const created = await createRoom(session, title);
      onCreated();
      if (dialog.isConnected) showCreated(dialog, { ...created, title }, onEnter);
    } catch (caught) {
      fill(failure, note('danger', errorText(caught)));
    }
    submit.disabled = false;
    fill(submit, t('create.submit'));
    if (submit.isConnected) refocus(submit);
  });
}

/**
 * @param {Session} session
 * @param {string} title
 * @returns {Promise<{room: string, link: string}>}
 */
async function createRoom(session, title) {
  await session.connect();
  return session.command('room.create', { title });
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {import('./share.js').SharedRoom} shared
 * @param {(room: string) => void} onEnter
 */
function showCreated(dialog, shared, onEnter) {
  const heading = dialog.querySelector('h2');
  if (heading) heading.textContent = t('create.done');
  const body = dialog.querySelector('.dialog__body');
  const enter = h('button', { type: 'button', class: 'button button--primary' }, t('share.enter'));
  on(enter, 'click', () => {
    dialog.close();
    onEnter(shared.room);
  });
  if (body) {
    fill(body, h('p', { class: 'share__title' }, shared.title), shareView(shared),
      h('div', { class: 'dialog__actions' }, enter));
  }
  focusHeading(dialog);
}
