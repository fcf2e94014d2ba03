// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The roster as a tree of units. A unit that is opened is watched: its participants and the counts below it stay true.

import { h, on } from '../dom.js';
import { errorText, t } from '../i18n/index.js';
import { UnitNode, pagesMax, selfOf } from './roster-unit.js';
import { WatchBudget } from './watch-budget.js';

/** @typedef {import('./context.js').MeetingContext} MeetingContext */
/** @typedef {import('./roster-unit.js').UnitFacts} UnitFacts */
/** @typedef {import('../room/types.js').Page} Page */

export class RosterTree {
  #context;
  #budget = new WatchBudget();
  /**
   * By unit.
   * @type {Map<number, UnitNode>}
   */
  #nodes = new Map();
  /** @type {UnitNode | null} */
  #root = null;
  /** @type {import('./roster-unit.js').TreeParts} */
  #parts;
  /** One's own role when the rows were drawn. */
  #role;

  /** @param {MeetingContext} context */
  constructor(context) {
    this.#context = context;
    this.#role = context.model.me.role;
    this.element = h('ul', { class: 'plain tree', 'aria-label': t('meeting.tree') });
    this.#parts = {
      context,
      toggled: (node) => void this.#toggle(node),
      moreAsked: (node) => void this.#more(node),
      summaryOf: (unit) => this.#summaryOf(unit),
      makeUnit: (facts) => this.#make(facts),
      unitGone: (node) => this.#gone(node),
    };
  }

  /** Begins to watch; called when the roster is first shown. */
  start() {
    const { model, session, signal } = this.#context;
    on(model, 'summary', (event) => this.#summaryChanged(event.detail.unit), { signal });
    on(model, 'page', (event) => this.#pageChanged(event.detail.stream), { signal });
    on(model, 'room', () => this.#roleChanged(), { signal });
    on(session, 'rejoined', () => this.#watchAnew(), { signal });
    this.#summaryChanged('root');
  }

  /** @param {number} unit */
  #summaryOf(unit) {
    const { summaries } = this.#context.model;
    return unit === this.#root?.unit ? summaries.get('root') : summaries.get(unit);
  }

  /** @param {UnitFacts} facts */
  #make(facts) {
    const node = new UnitNode(this.#parts, facts);
    if (!node.isTogether) this.#nodes.set(facts.unit, node);
    return node;
  }

  // MARK: Changes

  /** @param {number | 'root'} unit */
  #summaryChanged(unit) {
    if (unit !== 'root') {
      this.#nodes.get(unit)?.updateChildren();
      return;
    }
    const summary = this.#context.model.summaries.get('root');
    if (!summary) return;
    if (!this.#root || this.#root.unit !== summary.unit) {
      this.#root?.element.remove();
      this.#root = this.#make(selfOf(summary));
      this.element.append(this.#root.element);
      void this.#open(this.#root);
    }
    this.#root.update(selfOf(summary));
    this.#root.updateChildren();
  }

  /** @param {string} stream */
  #pageChanged(stream) {
    const { model } = this.#context;
    if (!model.pages.has(stream)) this.#budget.drop(stream);
    const node = this.#nodes.get(Number(stream.slice('page:'.length).split('/')[0]));
    if (!node) return;
    node.updateMembers(this.#pagesOf(node));
    void this.#watchPages(node);
  }

  /** Whether there are actions on others hangs on one's own role. */
  #roleChanged() {
    if (this.#context.model.me.role === this.#role) return;
    this.#role = this.#context.model.me.role;
    for (const node of this.#nodes.values()) node.updateMembers(this.#pagesOf(node));
  }

  /**
   * The pages that are held, from the first on as they follow each other.
   * @param {UnitNode} node
   * @returns {Page[]}
   */
  #pagesOf(node) {
    const { pages } = this.#context.model;
    /** @type {Page[]} */
    const found = [];
    let page = pages.get(`page:${node.unit}/1`);
    while (page && found.length < pagesMax) {
      found.push(page);
      page = page.next === null ? undefined : pages.get(`page:${node.unit}/${page.next}`);
    }
    return found;
  }

  // MARK: Opening and closing

  /** @param {UnitNode} node */
  async #toggle(node) {
    if (node.isTogether) return;
    if (!node.isOpen) await this.#open(node);
    else this.#close(node);
  }

  /** @param {UnitNode} node */
  async #open(node) {
    node.setOpen(true);
    node.updateChildren();
    await this.#watch(node, [...(node === this.#root ? [] : [`summary:${node.unit}`]), `page:${node.unit}/1`]);
  }

  /** @param {UnitNode} node */
  #close(node) {
    node.setOpen(false); // Its units close with it, each by `unitGone`.
    void this.#unwatch(this.#budget.release(node.unit));
  }

  /** @param {UnitNode} node */
  #gone(node) {
    if (this.#nodes.get(node.unit) === node) this.#nodes.delete(node.unit);
    void this.#unwatch(this.#budget.release(node.unit));
  }

  /** @param {UnitNode} node */
  async #more(node) {
    node.pagesWanted = Math.min(pagesMax, this.#pagesOf(node).length + 1);
    await this.#watchPages(node);
  }

  /**
   * Watches the next page of a unit as long as fewer are held than are wanted.
   * @param {UnitNode} node
   */
  async #watchPages(node) {
    const pages = this.#pagesOf(node);
    const next = pages[pages.length - 1]?.next ?? null;
    if (!node.isOpen || next === null || pages.length >= node.pagesWanted) return;
    const stream = `page:${node.unit}/${next}`;
    if (!this.#budget.holds(stream)) await this.#watch(node, [stream]);
  }

  // MARK: Watching

  /**
   * @param {UnitNode} node
   * @param {string[]} streams
   */
  async #watch(node, streams) {
    const { watch, closed, unwatch } = this.#budget.take(node.unit, streams, this.#root?.unit);
    for (const unit of closed) {
      // A unit that holds this one stays open to the eye; its own list stands still.
      const other = this.#nodes.get(unit);
      if (other && !other.element.contains(node.element)) this.#close(other);
    }
    try {
      await this.#unwatch(unwatch);
      await this.#context.model.watch(watch);
    } catch (error) {
      if (this.#context.signal.aborted) return;
      for (const stream of watch) this.#budget.drop(stream);
      node.say(errorText(error));
    }
    if (watch.length < streams.length) node.say(t('meeting.enough'));
  }

  /** @param {string[]} streams */
  async #unwatch(streams) {
    if (streams.length === 0) return;
    // A refusal changes nothing here: the streams are forgotten, and a new seat watches nothing.
    await this.#context.model.unwatch(streams).catch(() => {});
  }

  /** Another seat watches nothing yet. */
  #watchAnew() {
    this.#budget.clear();
    for (const node of [...this.#nodes.values()]) if (node.isOpen) void this.#open(node);
  }
}
