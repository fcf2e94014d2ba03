// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// One choice among devices. Devices come and go while the focus is here, so only the options change.

import { fill, h, on } from '../dom.js';
import { t } from '../i18n/index.js';

/** @typedef {import('../media/devices.js').Device} Device */

export class DeviceSelect {
  /**
   * @param {string} name Part of the control's id.
   * @param {string} label
   * @param {(id: string) => unknown} onChoose
   */
  constructor(name, label, onChoose) {
    const id = `choose-${name}`;
    this.select = h('select', { id, class: 'select', disabled: true });
    on(this.select, 'change', () => onChoose(this.select.value));
    this.element = h('div', { class: 'field' },
      h('label', { class: 'field__label', for: id }, label), this.select);
  }

  /**
   * @param {Device[]} devices
   * @param {string | null | undefined} current
   */
  offer(devices, current) {
    this.select.disabled = devices.length === 0;
    fill(this.select, devices.length === 0 ? h('option', null, t('prejoin.deviceNone')) : devices.map((device) =>
      h('option', { value: device.id, selected: device.id === current }, device.label)));
  }
}
