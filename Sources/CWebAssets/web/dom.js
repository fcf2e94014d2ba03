// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Elements are built here and nowhere from text: a name or a chat line can never become markup.

/** @typedef {Node | string | number | null | undefined | false} Child */
/** @typedef {Child | Child[] | Child[][]} Children */

/**
 * What an element is made with: `class`, `dataset` (an object), `on…` (a listener), DOM properties that have no
 * attribute of the same meaning, and attributes for the rest. `true` is an empty attribute; `false`, `null` and
 * `undefined` leave it out.
 * @typedef {Record<string, unknown>} Props
 */

/**
 * @template {string} K
 * @typedef {K extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[K] : HTMLElement} ElementNamed
 */

// Set as properties: their attributes only give first values, or do not exist.
const properties = new Set([
  'value', 'checked', 'selected', 'disabled', 'hidden', 'indeterminate', 'muted', 'srcObject', 'open', 'readOnly',
  'defaultMuted', 'autoplay', 'playsInline',
]);

/**
 * Makes an element.
 * @template {string} K
 * @param {K} tag
 * @param {Props | null} [props]
 * @param {...Children} children
 * @returns {ElementNamed<K>}
 */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  set(element, props ?? {});
  append(element, children);
  return /** @type {ElementNamed<K>} */ (element);
}

/**
 * Sets props on an element that is there already.
 * @param {HTMLElement} element
 * @param {Props} props
 */
export function set(element, props) {
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith('on') && typeof value === 'function') {
      element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    } else if (name === 'class') {
      element.className = typeof value === 'string' ? value : '';
    } else if (name === 'dataset') {
      Object.assign(element.dataset, value);
    } else if (properties.has(name)) {
      if (value !== undefined) /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (element))[name] = value;
    } else {
      setAttribute(element, name, value);
    }
  }
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {unknown} value `aria-*` says "true" and "false" in words.
 */
export function setAttribute(element, name, value) {
  if (value === null || value === undefined || (value === false && !name.startsWith('aria-'))) {
    element.removeAttribute(name);
  } else {
    element.setAttribute(name, value === true && !name.startsWith('aria-') ? '' : String(value));
  }
}

/**
 * @param {Node} parent
 * @param {Children[]} children
 */
function append(parent, children) {
  for (const child of children.flat(2)) {
    if (child === null || child === undefined || child === false) continue;
    parent.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/**
 * Replaces all children.
 * @param {Element} parent
 * @param {...Children} children
 */
export function fill(parent, ...children) {
  const fragment = document.createDocumentFragment();
  append(fragment, children);
  parent.replaceChildren(fragment);
}

/**
 * Listens, and gives back what ends it.
 * @param {EventTarget} target
 * @param {string} type
 * @param {(event: any) => void} listener
 * @param {AddEventListenerOptions} [options] `signal` ends many at once.
 * @returns {() => void}
 */
export function on(target, type, listener, options) {
  target.addEventListener(type, listener, options);
  return () => target.removeEventListener(type, listener, options);
}

const svgSpace = 'http://www.w3.org/2000/svg';
const sheet = '/icons.svg';
/** Where icons are found: in the sheet, or in the page itself once `keepIcons` has brought them here. */
let place = sheet;

/**
 * A picture from `icons.svg`; it says nothing to a screen reader, so the button around it must have a name.
 * @param {string} name
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS(svgSpace, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('focusable', 'false');
  const use = document.createElementNS(svgSpace, 'use');
  use.setAttribute('href', `${place}#${name}`);
  svg.append(use);
  return svg;
}

/**
 * Shows another picture in an `icon()`.
 * @param {SVGSVGElement} svg
 * @param {string} name
 */
export function setIcon(svg, name) {
  svg.firstElementChild?.setAttribute('href', `${place}#${name}`);
}

/**
 * Brings all icons into the page. The browser asks the server about the sheet for each new icon, so one that is first
 * shown while the connection is away, such as the microphone's when it is turned off, would stay empty.
 */
export async function keepIcons() {
  if (place !== sheet) return;
  try {
    const response = await fetch(sheet);
    const svg = new DOMParser().parseFromString(await response.text(), 'image/svg+xml').documentElement;
    if (!response.ok || svg.localName !== 'svg' || place !== sheet) return;
    svg.setAttribute('hidden', '');
    document.body.append(document.importNode(svg, true));
    place = '';
    for (const use of document.querySelectorAll('.icon > use')) {
      use.setAttribute('href', (use.getAttribute('href') ?? '').replace(sheet, ''));
    }
  } catch {
    // The sheet serves as before.
  }
}

let ids = 0;

/**
 * An id that no other element of this page has.
 * @param {string} [prefix]
 */
export function uniqueID(prefix = 'id') {
  ids += 1;
  return `${prefix}-${ids}`;
}

/**
 * Moves the focus to the heading of what has just appeared, so that a screen reader starts there.
 * @param {ParentNode} root
 */
export function focusHeading(root) {
  const heading = root.querySelector('h1, h2');
  if (!(heading instanceof HTMLElement)) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/**
 * Gives the focus back to a button that lost it by being disabled while it was at work.
 * @param {HTMLButtonElement | undefined} button
 */
export function refocus(button) {
  const active = document.activeElement;
  // A browser takes the focus from a button that was disabled only when it next draws the page.
  const isLost = active === document.body || (active instanceof HTMLButtonElement && active.disabled);
  if (button && !button.disabled && isLost) button.focus();
}

/**
 * Says a short text to screen readers without showing it.
 * @param {string} text
 */
export function announce(text) {
  const region = document.getElementById('announcer');
  if (region) region.textContent = text;
}

/**
 * Opens a modal dialog; the browser keeps the focus inside and gives it back afterwards.
 * @param {{title: string, content: Children, actions?: Children, class?: string, closeLabel: string}} parts
 * @returns {HTMLDialogElement} Removed from the page when it closes; `close(value)` ends it.
 */
export function openDialog({ title, content, actions, class: extra = '', closeLabel }) {
  const id = uniqueID('dialog');
  const close = h('button', { type: 'button', class: 'icon-button', 'aria-label': closeLabel }, icon('close'));
  const dialog = h('dialog', { class: `dialog ${extra}`.trim(), 'aria-labelledby': id },
    h('div', { class: 'dialog__head' }, h('h2', { id, class: 'dialog__title' }, title), close),
    h('div', { class: 'dialog__body' }, content),
    actions ? h('div', { class: 'dialog__actions' }, actions) : null);
  on(close, 'click', () => dialog.close());
  on(dialog, 'close', () => dialog.remove(), { once: true });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
