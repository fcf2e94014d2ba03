// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The link by which guests of a meeting come: made, shown with its PIN and QR code, withdrawn.

import { announce, fill, h, icon, on, uniqueID } from '../dom.js';
import { errorText, formatMoment, formatPIN, t } from '../i18n/index.js';
import { ask } from '../net/api.js';
import { invitationOf } from '../net/guest-auth.js';
import { copyButton } from '../screens/copy.js';
import { parseQR, saveButton } from '../screens/qr.js';
import { note } from '../screens/screen.js';
import { ask as askFirst } from './dialogs.js';

/** @typedef {import('./context.js').Session} Session */
/** @typedef {import('../room/types.js').Invitation} Invitation */

const hourMs = 3_600_000;
const lives = { hour: hourMs, day: 24 * hourMs, week: 7 * 24 * hourMs };

/** Event: `change` when `invitation` changed. */
export class GuestLink extends EventTarget {
  /**
   * The last one that lives.
   * @type {Invitation | null}
   */
  invitation = null;
  #session;
  #room;
  #body = h('div', { class: 'stack' });
  /** @type {keyof typeof lives} */
  #life = 'day';

  /**
   * @param {Session} session
   * @param {string} room
   */
  constructor(session, room) {
    super();
    this.#session = session;
    this.#room = room;
    const title = uniqueID('guests');
    this.element = h('section', { class: 'share__guests stack', 'aria-labelledby': title },
      h('h3', { id: title, tabindex: '-1' }, t('guestLink.title')), this.#body);
    fill(this.#body, h('p', { class: 'quiet', role: 'status' }, t('guestLink.loading')));
    void this.#load();
  }

  async #load() {
    try {
      const { invitations } = await this.#session.request('room.invitation.list', { room: this.#room });
      this.#show(invitations[invitations.length - 1] ?? null);
    } catch (error) {
      fill(this.#body, note('warning', errorText(error)));
    }
  }

  /** @param {Invitation | null} invitation */
  #show(invitation) {
    this.invitation = invitation;
    fill(this.#body, invitation ? this.#linkView(invitation) : this.#form());
    this.dispatchEvent(new Event('change'));
  }

  // MARK: Making one

  /** @returns {HTMLElement} */
  #form() {
    const group = uniqueID('life');
    let key = crypto.randomUUID(); // Pressed again after an answer that was lost, it makes no second one.
    const choices = Object.keys(lives).map((name) => {
      const life = /** @type {keyof typeof lives} */ (name);
      const input = h('input', { type: 'radio', name: group, value: life, checked: life === this.#life });
      on(input, 'change', () => {
        this.#life = life;
        key = crypto.randomUUID();
      });
      return h('label', { class: 'check' }, input, t(`guestLink.life.${life}`));
    });
    const failure = h('div', { hidden: true });
    const make = h('button', { type: 'submit', class: 'button' }, icon('plus'), t('guestLink.make'));
    const form = h('form', { class: 'stack' },
      h('p', { class: 'quiet small' }, t('guestLink.explained')),
      h('fieldset', { class: 'choices' },
        h('legend', { class: 'field__label' }, t('guestLink.life')), h('div', { class: 'row' }, choices)),
      failure, make);
    on(form, 'submit', async (event) => {
      event.preventDefault();
      make.disabled = true;
      fill(make, t('guestLink.making'));
      try {
        const params = { room: this.#room, lifeMs: lives[this.#life], key };
        const { invitation } = await this.#session.command('room.invitation.create', params);
        this.#show(invitation);
        this.#focus();
      } catch (error) {
        failure.hidden = false;
        fill(failure, note('danger', errorText(error)));
        make.disabled = false;
        fill(make, icon('plus'), t('guestLink.make'));
        make.focus();
      }
    });
    return form;
  }

  // MARK: The one there is

  /**
   * @param {Invitation} invitation
   * @returns {HTMLElement[]}
   */
  #linkView({ number, link, pin, expiresAt }) {
    const code = drawing(link);
    const picture = h('div', { class: 'share__qr', role: 'img', 'aria-label': t('guestLink.qr') });
    code.then((text) => {
      const svg = parseQR(text);
      if (svg) fill(picture, svg);
    }).catch(() => {
      picture.hidden = true; // Link and PIN serve without it.
    });
    const failure = h('div', { hidden: true });
    const withdraw = h('button', { type: 'button', class: 'button' }, icon('remove'), t('guestLink.withdraw'));
    on(withdraw, 'click', () => askFirst({
      title: t('guestLink.withdrawTitle'), content: h('p', null, t('guestLink.withdrawText')),
      confirm: t('guestLink.withdraw'), confirmed: () => void this.#withdraw(number, failure),
    }));
    const another = h('button', { type: 'button', class: 'button' }, icon('plus'), t('guestLink.another'));
    on(another, 'click', () => {
      fill(this.#body, this.#form());
      this.#body.querySelector('input')?.focus();
    });
    return [
      h('div', { class: 'share__guest' }, picture, h('dl', { class: 'share__facts' },
        h('div', null, h('dt', null, t('guestLink.pin')), h('dd', { class: 'share__number number' }, formatPIN(pin))),
        h('div', null, h('dt', null, t('guestLink.until')), h('dd', null, formatMoment(expiresAt))),
        h('div', null, h('dt', null, t('guestLink.link')), h('dd', { class: 'share__link' }, link)))),
      failure,
      h('div', { class: 'row share__copies' },
        copyButton(t('guestLink.copy'), () => link), saveButton(() => code, `plenary-${this.#room}-guest`), another,
        withdraw),
    ];
  }

  /**
   * @param {number} number
   * @param {HTMLElement} failure
   */
  async #withdraw(number, failure) {
    try {
      await this.#session.command('room.invitation.revoke', { room: this.#room, invitation: number });
    } catch (error) {
      // One that is gone already is what was asked for.
      if (/** @type {{code?: string}} */ (error).code !== 'unknown_invitation') {
        failure.hidden = false;
        fill(failure, note('danger', errorText(error)));
        return;
      }
    }
    announce(t('guestLink.withdrawn'));
    await this.#load();
    this.#focus();
  }

  #focus() {
    this.element.querySelector('h3')?.focus();
  }
}

/**
 * The link's QR code. The code of an invitation is asked for by POST, so that no log has it.
 * @param {string} link
 */
async function drawing(link) {
  const invitation = invitationOf(link.slice(link.indexOf('#')));
  return (await ask('POST', '/invitation/qr', { invitation })).text();
}
