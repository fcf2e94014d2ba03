// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The side panel: beside the stage on a desk, over it on a phone. Tabs follow the ARIA pattern: arrows move among them.

import { h, icon, on, uniqueID } from '../dom.js';
import { t } from '../i18n/index.js';

/** @typedef {{name: string, label: string, element: HTMLElement, shown?: (isShown: boolean) => void}} TabParts */
/** @typedef {TabParts & {tab: HTMLButtonElement, count: HTMLElement, pane: HTMLElement}} Tab */

/** Tells by the event `change` of what is open. */
export class Panel extends EventTarget {
  /** @type {Map<string, Tab>} */
  #tabs = new Map();
  /**
   * The tab that is shown; `null` while the panel is closed.
   * @type {string | null}
   */
  current = null;
  #last;
  #list = h('div', { class: 'panel__tabs', role: 'tablist', 'aria-label': t('meeting.panel') });
  /** @type {HTMLElement | null} */
  #opener = null;

  /** @param {TabParts[]} tabs */
  constructor(tabs) {
    super();
    const closeLabel = t('meeting.closePanel');
    const close = h('button', { type: 'button', class: 'icon-button', 'aria-label': closeLabel }, icon('close'));
    this.element = h('aside', { class: 'panel', 'aria-label': t('meeting.panel'), hidden: true, id: uniqueID('panel') },
      h('div', { class: 'panel__head' }, this.#list, close));
    this.#last = tabs[0].name;
    for (const parts of tabs) this.#add(parts);
    on(close, 'click', () => this.close());
    on(this.#list, 'keydown', (/** @type {KeyboardEvent} */ event) => this.#steer(event));
    on(this.element, 'keydown', (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Escape' && !event.defaultPrevented) this.close();
    });
  }

  /** @param {TabParts} parts */
  #add(parts) {
    const [tabID, paneID] = [uniqueID('tab'), uniqueID('pane')];
    const count = h('span', { class: 'count number', 'aria-hidden': 'true', hidden: true });
    const tab = h('button', {
      type: 'button', role: 'tab', id: tabID, class: 'panel__tab', 'aria-selected': 'false',
      'aria-controls': paneID, tabindex: '-1',
    }, h('span', null, parts.label), count);
    const pane = h('div', {
      role: 'tabpanel', id: paneID, class: 'panel__pane', 'aria-labelledby': tabID, hidden: true,
    }, parts.element);
    on(tab, 'click', () => this.open(parts.name));
    this.#list.append(tab);
    this.element.append(pane);
    this.#tabs.set(parts.name, { ...parts, tab, count, pane });
  }

  /**
   * @param {string} name
   * @param {HTMLElement} [opener] Gets the focus back when the panel closes.
   */
  open(name, opener) {
    if (opener) this.#opener = opener;
    this.current = name;
    this.#last = name;
    this.#update();
  }

  close() {
    if (this.current === null) return;
    const hadFocus = this.element.contains(document.activeElement);
    this.current = null;
    this.#update();
    if (hadFocus) this.#opener?.focus();
  }

  /**
   * @param {string} name
   * @param {HTMLElement} opener
   */
  toggle(name, opener) {
    if (this.current === name) {
      this.close();
    } else {
      this.open(name, opener);
      this.focus();
    }
  }

  /** Moves the focus to the tab that is shown. */
  focus() {
    this.#tabs.get(this.#last)?.tab.focus();
  }

  /**
   * @param {string} name
   * @param {boolean} isOffered
   */
  offer(name, isOffered) {
    const tab = this.#tabs.get(name);
    if (!tab || tab.tab.hidden === !isOffered) return;
    const hadFocus = tab.tab === document.activeElement || tab.pane.contains(document.activeElement);
    tab.tab.hidden = !isOffered;
    if (isOffered || this.current !== name) return;
    this.open([...this.#tabs.keys()][0]);
    if (hadFocus) this.focus();
  }

  /**
   * @param {string} name
   * @param {number} count
   * @param {string} label What the tab is called with that count.
   */
  setCount(name, count, label) {
    const tab = this.#tabs.get(name);
    if (!tab) return;
    tab.count.hidden = count === 0;
    tab.count.textContent = count > 99 ? '99+' : String(count);
    if (count === 0) tab.tab.removeAttribute('aria-label');
    else tab.tab.setAttribute('aria-label', label);
  }

  #update() {
    this.element.hidden = this.current === null;
    for (const { name, tab, pane, shown } of this.#tabs.values()) {
      const isShown = name === this.current;
      tab.setAttribute('aria-selected', String(isShown));
      tab.tabIndex = isShown ? 0 : -1;
      const changed = pane.hidden === isShown;
      pane.hidden = !isShown;
      if (changed) shown?.(isShown);
    }
    this.dispatchEvent(new Event('change'));
  }

  /** @param {KeyboardEvent} event */
  #steer(event) {
    const tabs = [...this.#tabs.values()].filter(({ tab }) => !tab.hidden);
    const at = tabs.findIndex(({ name }) => name === this.current);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1 + tabs.length, Home: 0, End: tabs.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const { name, tab } = tabs[next % tabs.length];
    this.open(name);
    tab.focus();
  }
}
