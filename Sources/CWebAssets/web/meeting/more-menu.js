// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// How the meeting is looked at: layout, full screen, and how much data may be spent, with what is spent now.

import { t } from '../i18n/index.js';
import { layoutModes } from './layout.js';

/** @typedef {import('./context.js').MeetingContext} MeetingContext */
/** @typedef {import('./menu.js').MenuItem} MenuItem */

/** Whether this browser lets a page fill the screen. */
export function canFill() {
  return document.fullscreenEnabled === true;
}

/** Fills the screen with the page, dialogs included, or ends that. */
export function toggleFull() {
  const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  done.catch(() => {}); // The browser says no itself where it does.
}

const icons = { grid: 'grid', speaker: 'layout-speaker', stage: 'layout-stage' };

/**
 * @param {MeetingContext} context
 * @returns {MenuItem[]}
 */
export function moreItems({ view, media }) {
  if (media.reason !== null) return [];
  const { megabytesPerHour } = media;
  const spent = megabytesPerHour === null ? t('meeting.spentUnknown')
    : t('meeting.spent', { count: Math.max(1, Math.round(megabytesPerHour)) });
  /** @type {(saving: 'data' | 'audio', icon: string) => MenuItem} */
  const saving = (what, icon) => ({
    label: t(`meeting.saving.${what}`), icon, isOn: view.saving === what,
    hint: t(`meeting.savingHint.${what}`, { spent }),
    run: () => {
      view.saving = view.saving === what ? 'off' : what;
    },
  });
  return [
    ...layoutModes.map((mode) => ({
      label: t(`meeting.layout.${mode}`), icon: icons[mode], isChosen: view.mode === mode,
      run: () => {
        view.unpin();
        view.mode = mode;
      },
    })),
    ...(canFill() ? [{
      label: t(document.fullscreenElement ? 'meeting.leaveFull' : 'meeting.enterFull'), icon: 'full', run: toggleFull,
    }] : []),
    saving('data', 'saver'),
    saving('audio', 'speaker'),
  ];
}
