// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Buttons that copy a text and say so.

import { announce, fill, h, icon } from '../dom.js';
import { t } from '../i18n/index.js';

const shownForMs = 2000;

/**
 * A button that copies what `text` gives.
 * @param {string} label
 * @param {() => string} text
 * @param {string} [extra] More classes.
 * @returns {HTMLButtonElement}
 */
export function copyButton(label, text, extra = '') {
  const button = h('button', { type: 'button', class: `button ${extra}`.trim() }, icon('copy'), label);
  let timer = 0;
  button.addEventListener('click', async () => {
    const isCopied = await copy(text(), button);
    announce(isCopied ? t('app.copied') : t('app.copyFailed'));
    fill(button, icon(isCopied ? 'check' : 'warning'), isCopied ? t('app.copied') : t('app.copyFailed'));
    clearTimeout(timer);
    timer = window.setTimeout(() => fill(button, icon('copy'), label), shownForMs);
  });
  return button;
}

/**
 * @param {string} text
 * @param {HTMLElement} near Where a field may stand for a moment: a modal dialog takes the focus from elsewhere.
 * @returns {Promise<boolean>}
 */
async function copy(text, near) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text, near);
  }
}

/**
 * The way for pages without the Clipboard API, such as plain http on an address.
 * @param {string} text
 * @param {HTMLElement} near
 */
function copyBySelection(text, near) {
  const field = h('textarea', { class: 'visually-hidden', value: text, readOnly: true, 'aria-hidden': true });
  near.after(field);
  field.select();
  let isCopied = false;
  try {
    isCopied = document.execCommand('copy');
  } catch {
    // Not allowed: the caller says what to do.
  }
  field.remove();
  near.focus();
  return isCopied;
}
