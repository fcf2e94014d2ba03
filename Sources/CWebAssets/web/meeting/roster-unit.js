// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// One unit of the roster: a button with its counts that opens its own participants and the units below it.

import { fill, h, icon, on, uniqueID } from '../dom.js';
import { formatNumber, t } from '../i18n/index.js';
import { KeyedList } from './keyed-list.js';
import { EntryRow } from './roster-entry.js';

/** @typedef {import('./context.js').MeetingContext} MeetingContext */
/** @typedef {import('../room/types.js').Entry} Entry */
/** @typedef {import('../room/types.js').Counts} Counts */
/** @typedef {import('../room/types.js').Summary} Summary */
/** @typedef {import('../room/types.js').Page} Page */

/**
 * One row of a summary.
 * @typedef {{unit: number, name: string, order: number, row: number, counts: Counts}} UnitFacts
 */

/**
 * What a unit asks of its tree.
 * @typedef {object} TreeParts
 * @property {MeetingContext} context
 * @property {(unit: UnitNode) => void} toggled
 * @property {(unit: UnitNode) => void} moreAsked
 * @property {(unit: number) => Summary | undefined} summaryOf
 * @property {(facts: UnitFacts) => UnitNode} makeUnit
 * @property {(unit: UnitNode) => void} unitGone
 */

/** @type {Counts} */
const nobody = { expected: 0, joined: 0, ready: 0, hands: 0, muted: 0, people: 0 };

/** Pages shown of one unit; further participants are found by searching. */
export const pagesMax = 10;

export class UnitNode {
  isOpen = false;
  /** How many pages are asked for. */
  pagesWanted = 1;
  #parts;
  #facts;
  #shown = '';
  #name = h('span', { class: 'unit__name' });
  #counts = h('span', { class: 'unit__counts' });
  #body;
  #members = h('ul', { class: 'plain unit__members' });
  #children = h('ul', { class: 'plain unit__children' });
  #state = h('p', { class: 'unit__state quiet small', hidden: true });
  #more;
  /** @type {KeyedList<Entry>} */
  #entries;
  /** @type {KeyedList<UnitFacts, UnitNode>} */
  #units;

  /**
   * @param {TreeParts} parts
   * @param {UnitFacts} facts
   */
  constructor(parts, facts) {
    this.#parts = parts;
    this.#facts = facts;
    const bodyID = uniqueID('unit');
    this.#more = h('button', { type: 'button', class: 'button button--quiet unit__more', hidden: true },
      t('meeting.more'));
    this.#body = h('div', { id: bodyID, class: 'unit__body', hidden: true },
      this.#members, this.#more, this.#state, this.#children);
    this.button = h('button', {
      type: 'button', class: 'unit__button', 'aria-expanded': 'false',
      'aria-controls': bodyID, disabled: this.isTogether,
    }, this.isTogether ? null : icon('chevron-right'), this.#name, this.#counts);
    this.element = h('li', { class: 'unit', dataset: { unit: String(facts.unit) } }, this.button, this.#body);
    this.#entries = new KeyedList(this.#members, (entry) => entry.participant,
      (entry) => new EntryRow(parts.context, entry));
    this.#units = new KeyedList(this.#children, (each) => each.row, (each) => parts.makeUnit(each));
    on(this.button, 'click', () => parts.toggled(this));
    on(this.#more, 'click', () => parts.moreAsked(this));
    this.update(facts);
  }

  get unit() {
    return this.#facts.unit;
  }

  get name() {
    return this.#facts.name;
  }

  /** The row that stands for all later units together has no unit of its own. */
  get isTogether() {
    return this.#facts.unit === 0;
  }

  /** @param {UnitFacts} facts */
  update(facts) {
    this.#facts = facts;
    const { joined, people, hands } = facts.counts;
    const shown = JSON.stringify([facts.name, joined, people, hands]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.element.classList.toggle('unit--empty', joined === 0);
    this.#name.textContent = this.isTogether ? t('meeting.otherUnits') : facts.name;
    this.#name.title = this.isTogether ? t('meeting.otherUnitsHint') : '';
    const counts = t('meeting.unitCounts', { endpoints: joined, people });
    fill(this.#counts,
      hands > 0 ? h('span', { class: 'unit__hands', 'aria-hidden': 'true' }, icon('hand'), formatNumber(hands)) : null,
      h('span', { class: 'number', 'aria-hidden': 'true', title: counts },
        `${formatNumber(joined)} / ${formatNumber(people)}`),
      h('span', { class: 'visually-hidden' },
        ` ${counts}`, hands > 0 ? ` ${t('meeting.unitHands', { count: hands })}` : ''));
  }

  /** @param {boolean} isOpen */
  setOpen(isOpen) {
    this.isOpen = isOpen;
    this.pagesWanted = 1;
    this.button.setAttribute('aria-expanded', String(isOpen));
    this.#body.hidden = !isOpen;
    if (isOpen) {
      this.say(t('meeting.loading'));
    } else {
      this.#entries.show([]);
      this.#units.show([]);
    }
  }

  /** Shows the units below, as its summary counts them. */
  updateChildren() {
    if (!this.isOpen) return;
    const summary = this.#parts.summaryOf(this.unit);
    if (summary) this.#units.show(childrenOf(summary));
  }

  /**
   * Shows its participants.
   * @param {Page[]} pages As many as are held, in order.
   */
  updateMembers(pages) {
    if (!this.isOpen || pages.length === 0) return;
    const entries = pages.flatMap((page) => page.entries);
    this.#entries.show(entries);
    const hasMore = pages[pages.length - 1].next !== null;
    const isEnough = pages.length >= pagesMax;
    this.#more.hidden = !hasMore || isEnough;
    this.#more.setAttribute('aria-label', t('meeting.moreOf', { unit: this.name }));
    const isBare = entries.length === 0 && (this.#parts.summaryOf(this.unit)?.rows.size ?? 0) <= 1;
    this.say(hasMore && isEnough ? t('meeting.enough') : isBare ? t('meeting.nobody') : '');
  }

  /** @param {string} text */
  say(text) {
    this.#state.textContent = text;
    this.#state.hidden = text === '';
  }

  /** Called when its row is gone. */
  close() {
    this.#units.show([]);
    this.#parts.unitGone(this);
  }
}

/**
 * The units below one, in the order of the directory; those together come last.
 * @param {Summary} summary
 * @returns {UnitFacts[]}
 */
export function childrenOf(summary) {
  return [...summary.rows]
    .filter(([row]) => row !== 0)
    .map(([row, { unit, name, order }]) => ({ row, unit, name, order, counts: summary.counts.get(row) ?? nobody }))
    .sort((one, other) => one.order - other.order || one.row - other.row);
}

/**
 * The unit that a summary is about.
 * @param {Summary} summary
 * @returns {UnitFacts}
 */
export function selfOf(summary) {
  const own = summary.rows.get(0);
  return {
    row: 0, unit: summary.unit, name: own?.name ?? '', order: own?.order ?? 0, counts: summary.counts.get(0) ?? nobody,
  };
}
