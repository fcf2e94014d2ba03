// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What the chair and operators may do with the whole meeting.

import { h } from '../dom.js';
import { t } from '../i18n/index.js';
import { ask } from './dialogs.js';

/** @typedef {import('./context.js').MeetingContext} MeetingContext */
/** @typedef {import('./menu.js').MenuItem} MenuItem */

/**
 * @param {MeetingContext} context
 * @returns {MenuItem[]}
 */
export function operatorItems(context) {
  const { commands, model } = context;
  const { locked } = model.state;
  /** @type {(what: string, method: string, params?: Record<string, unknown>) => void} */
  const run = (what, method, params) => void commands.run(t(`meeting.did.${what}`), method, params);
  return [
    locked ? { label: t('meeting.unlock'), icon: 'unlock', run: () => run('unlock', 'control.unlock') }
      : { label: t('meeting.lock'), icon: 'lock', run: () => run('lock', 'control.lock') },
    {
      label: t('meeting.muteAll'), icon: 'microphone-off',
      run: () => askToMuteAll((params) => run('muteAll', 'control.mute', params)),
    },
    { label: t('meeting.unmuteAll'), icon: 'microphone', run: () => run('unmuteAll', 'control.unmute', { all: true }) },
    { label: t('meeting.end'), icon: 'end', danger: true, run: () => askToEnd(() => run('end', 'control.end')) },
  ];
}

/** @param {(params: {all: true, selfUnmute: boolean}) => void} confirmed */
function askToMuteAll(confirmed) {
  const may = h('input', { type: 'checkbox', checked: true });
  ask({
    title: t('meeting.muteAllTitle'),
    content: [h('p', null, t('meeting.muteAllText')), h('label', { class: 'check' }, may, t('meeting.selfUnmute'))],
    confirm: t('meeting.muteAllConfirm'),
    confirmed: () => confirmed({ all: true, selfUnmute: may.checked }),
  });
}

/** @param {() => void} confirmed */
function askToEnd(confirmed) {
  ask({
    title: t('meeting.endTitle'), content: h('p', null, t('meeting.endText')),
    confirm: t('meeting.endConfirm'), confirmed,
  });
}
