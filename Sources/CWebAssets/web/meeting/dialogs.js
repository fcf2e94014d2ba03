// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Questions before what cannot be undone, the choice of devices, and the list of keys.

import { fill, h, on, openDialog } from '../dom.js';
import { t } from '../i18n/index.js';
import {
  canChooseSpeaker, chooseDevice, chosenDevice, listDevices, ondevicechange, playOnChosenSpeaker,
} from '../media/devices.js';

/** @typedef {import('../dom.js').Children} Children */
/** @typedef {import('../media/capture.js').Capture} Capture */
/** @typedef {import('../media/devices.js').Device} Device */

/**
 * Asks; `confirmed` is called only when the answer is yes.
 * @param {{title: string, content: Children, confirm: string, confirmed: () => void}} question
 */
export function ask({ title, content, confirm, confirmed }) {
  const cancel = h('button', { type: 'button', class: 'button' }, t('app.cancel'));
  const yes = h('button', { type: 'button', class: 'button button--danger' }, confirm);
  const dialog = openDialog({
    title, content, actions: [cancel, yes], closeLabel: t('app.close'), class: 'dark meeting-dialog',
  });
  on(cancel, 'click', () => dialog.close());
  on(yes, 'click', () => {
    dialog.close();
    confirmed();
  });
  cancel.focus();
}

/** @param {Capture} capture */
export function openDevices(capture) {
  const cameras = picker(t('prejoin.chooseCamera'), (id) => void capture.switchTo({ cameraId: id }));
  const microphones = picker(t('prejoin.chooseMicrophone'), (id) => void capture.switchTo({ microphoneId: id }));
  const speakers = picker(t('meeting.chooseSpeaker'), chooseSpeaker);
  const dialog = openDialog({
    title: t('meeting.devicesTitle'), closeLabel: t('app.close'), class: 'dark meeting-dialog',
    content: [microphones.element, cameras.element, canChooseSpeaker() ? speakers.element : null],
  });
  const list = async () => {
    const devices = await listDevices();
    microphones.offer(devices.microphones, usedDevice(capture, 'audio') ?? chosenDevice('microphone'));
    cameras.offer(devices.cameras, usedDevice(capture, 'video') ?? chosenDevice('camera'));
    speakers.offer(devices.speakers, chosenDevice('speaker'));
  };
  void list();
  const endings = [ondevicechange(() => void list()), on(capture, 'change', () => void list())];
  on(dialog, 'close', () => endings.forEach((end) => end()), { once: true });
}

/** @param {string} id */
function chooseSpeaker(id) {
  chooseDevice('speaker', id);
  for (const audio of document.querySelectorAll('plenary-meeting audio')) {
    void playOnChosenSpeaker(/** @type {HTMLAudioElement} */ (audio));
  }
}

/**
 * @param {Capture} capture
 * @param {'audio' | 'video'} kind
 */
function usedDevice(capture, kind) {
  return capture.stream.getTracks().find((track) => track.kind === kind)?.getSettings().deviceId ?? null;
}

/**
 * @param {string} label
 * @param {(id: string) => void} chosen
 */
function picker(label, chosen) {
  const select = h('select', { class: 'select' });
  on(select, 'change', () => chosen(select.value));
  return {
    element: h('label', { class: 'field' }, h('span', { class: 'field__label' }, label), select),
    /**
     * @param {Device[]} devices
     * @param {string | null} current
     */
    offer(devices, current) {
      select.disabled = devices.length === 0;
      fill(select, devices.length === 0 ? h('option', { value: '' }, t('meeting.deviceNone'))
        : devices.map(({ id, label: name }) => h('option', { value: id }, name)));
      if (devices.some(({ id }) => id === current)) select.value = current ?? '';
    },
  };
}

/**
 * @param {boolean} isOn
 * @param {(isOn: boolean) => void} switched Single keys get in the way of speech input, so they can be switched off.
 */
export function openKeys(isOn, switched) {
  const box = h('input', { type: 'checkbox', checked: isOn });
  on(box, 'change', () => switched(box.checked));
  const keys = [
    ['M', 'm'], ['V', 'v'], ['S', 's'], ['H', 'h'], ['C', 'c'], ['P', 'p'], ['L', 'l'], ['1–9', 'pin'], ['0', 'unpin'],
    ['F', 'f'], ['?', 'help'], ['Esc', 'escape'],
  ];
  openDialog({
    title: t('meeting.keysTitle'), closeLabel: t('app.close'), class: 'dark meeting-dialog',
    content: [
      h('dl', { class: 'keys' }, keys.map(([key, name]) =>
        h('div', null, h('dt', null, h('kbd', null, key)), h('dd', null, t(`meeting.key.${name}`))))),
      h('p', { class: 'quiet small' }, t('meeting.keysHint')),
      h('label', { class: 'check' }, box, t('meeting.keysOn')),
    ],
  });
}
