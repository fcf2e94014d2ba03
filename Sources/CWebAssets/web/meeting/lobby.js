// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Who waits to be let in, above the participants: one, all, or all of a unit are admitted.

import { fill, h, icon, on } from '../dom.js';
import { formatElapsed, t } from '../i18n/index.js';
import { unitName } from '../room/lobby-state.js';
import { isOperator } from '../room/permissions.js';
import { ask } from './dialogs.js';
import { keepFocus } from './keep-focus.js';
import { KeyedList } from './keyed-list.js';
import { guestBadge } from './marks.js';
import { initials, tintOf } from './names.js';

/** @typedef {import('./context.js').MeetingContext} MeetingContext */
/** @typedef {import('../room/types.js').Waiting} Waiting */
/** @typedef {import('../room/types.js').Lobby} Lobby */

const tickMs = 1_000;

export class LobbyList {
  #context;
  #emptied;
  #title = h('h2', { tabindex: '-1', class: 'lobby__title' });
  #count = h('p', { class: 'quiet small' });
  #all;
  #units = h('div', { class: 'row lobby__units' });
  #unitsShown = '';
  #more = h('p', { class: 'quiet small', hidden: true });
  /** @type {KeyedList<Waiting, LobbyRow>} */
  #rows;

  /**
   * @param {MeetingContext} context
   * @param {() => void} emptied Nobody waits any more, and the focus was here: it goes elsewhere.
   */
  constructor(context, emptied) {
    this.#context = context;
    this.#emptied = emptied;
    const { model, signal } = context;
    this.#title.textContent = t('lobby.title');
    this.#all = h('button', { type: 'button', class: 'button button--primary' }, icon('check'), t('lobby.admitAll'));
    on(this.#all, 'click', () => void this.#admit(t('lobby.did.admitAll'), { all: true }));
    const list = h('ul', { class: 'plain lobby__list', 'aria-label': t('lobby.title') });
    this.#rows = new KeyedList(list, (each) => each.participant, (each) => new LobbyRow(context, each, {
      admit: () => void this.#admit(t('lobby.did.admit', { name: each.name }), { participants: [each.participant] }),
      unitOf: (unit) => (model.lobby ? unitName(model.lobby, unit) : ''),
    }));
    this.element = h('section', { class: 'lobby', 'aria-label': t('lobby.title'), hidden: true },
      h('div', { class: 'lobby__head' }, h('div', null, this.#title, this.#count), this.#all),
      this.#units, list, this.#more);
    const ticking = setInterval(() => this.#tick(), tickMs);
    signal.addEventListener('abort', () => clearInterval(ticking), { once: true });
    for (const type of ['lobby', 'room']) on(model, type, () => this.#update(), { signal });
    this.#update();
  }

  focus() {
    this.#title.focus();
  }

  #update() {
    const { model } = this.#context;
    const lobby = isOperator(model.me.role) ? model.lobby : null;
    const waiting = lobby?.waiting ?? 0;
    const hadFocus = this.element.contains(document.activeElement);
    keepFocus([this.#rows.parent], () => this.#rows.show(lobby?.entries ?? []), () => this.focus());
    this.#count.textContent = t('lobby.count', { count: waiting });
    const others = waiting - (lobby?.entries.length ?? 0);
    this.#more.hidden = others <= 0;
    this.#more.textContent = others > 0 ? t('lobby.more', { count: others }) : '';
    this.#offerUnits(lobby && lobby.units.length > 1 ? lobby.units : []);
    this.element.hidden = waiting === 0;
    if (hadFocus && waiting === 0) this.#emptied();
    else if (hadFocus && !this.element.contains(document.activeElement)) this.focus();
  }

  /** @param {Lobby['units']} units More than one, or none. */
  #offerUnits(units) {
    const shown = JSON.stringify(units);
    if (shown === this.#unitsShown) return;
    this.#unitsShown = shown;
    this.#units.hidden = units.length === 0;
    fill(this.#units, units.map(({ unit, name, waiting }) => h('button', {
      type: 'button', class: 'button', dataset: { unit: String(unit) },
      onclick: () => void this.#admit(t('lobby.did.admitUnit', { unit: name }), { unit }),
    }, t('lobby.admitUnit', { unit: name, count: waiting }))));
  }

  /**
   * @param {string} what
   * @param {Record<string, unknown>} whom
   */
  #admit(what, whom) {
    return this.#context.commands.run(what, 'room.lobby.admit', whom);
  }

  #tick() {
    if (this.element.hidden) return;
    for (const row of this.#rows.rows.values()) row.tick();
  }
}

class LobbyRow {
  #context;
  /** @type {Waiting} */
  #entry;
  #unitOf;
  #unit = h('span');
  #waited = h('span', { class: 'number' });

  /**
   * @param {MeetingContext} context
   * @param {Waiting} entry
   * @param {{admit: () => void, unitOf: (unit: number) => string}} parts
   */
  constructor(context, entry, { admit, unitOf }) {
    this.#context = context;
    this.#entry = entry;
    this.#unitOf = unitOf;
    const { participant, name } = entry;
    const face = h('span', { class: 'face', 'aria-hidden': 'true', dataset: { tint: tintOf(participant) } },
      initials(name));
    const enter = h('button', {
      type: 'button', class: 'button', 'aria-label': t('lobby.admitOne', { name }),
    }, icon('check'), t('lobby.admit'));
    const away = h('button', {
      type: 'button', class: 'icon-button', 'aria-label': t('lobby.turnAwayOne', { name }), title: t('lobby.turnAway'),
    }, icon('close'));
    on(enter, 'click', admit);
    on(away, 'click', () => this.#askToTurnAway());
    this.element = h('li', { class: 'entry lobby__row', dataset: { participant } }, face,
      h('span', { class: 'entry__text' }, h('span', { class: 'entry__name' }, name),
        h('span', { class: 'entry__about' }, guestBadge(participant), this.#unit, this.#waited)),
      h('span', { class: 'row lobby__buttons' }, enter, away));
    this.update(entry);
  }

  /** @param {Waiting} entry */
  update(entry) {
    this.#entry = entry;
    this.#unit.textContent = this.#unitOf(entry.unit);
    this.tick();
  }

  tick() {
    const waitedMs = this.#context.session.serverTime - this.#entry.since;
    this.#waited.textContent = t('lobby.waited', { time: formatElapsed(waitedMs) });
  }

  #askToTurnAway() {
    const { participant, name } = this.#entry;
    const { commands } = this.#context;
    ask({
      title: t('lobby.turnAwayTitle', { name }), content: h('p', null, t('lobby.turnAwayText', { name })),
      confirm: t('lobby.turnAway'),
      confirmed: () => void commands.run(t('lobby.did.turnAway', { name }), 'control.kick', { participant }),
    });
  }
}
