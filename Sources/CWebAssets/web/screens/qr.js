// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// A QR code as the server draws it: shown in the page, and saved as a picture that any app takes. The page's policy
// lets no picture in but from the server's own addresses, so the drawing itself is used.

import { announce, fill, h, icon } from '../dom.js';
import { t } from '../i18n/index.js';

/** Large enough for print, and for a camera at some distance. */
const picturePixels = 1024;
const shownForMs = 4000;

/**
 * The drawing in an SVG text; `null` when it is none.
 * @param {string} text
 * @returns {SVGSVGElement | null}
 */
export function parseQR(text) {
  const svg = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  if (svg.localName !== 'svg') return null;
  return /** @type {SVGSVGElement} */ (/** @type {unknown} */ (document.importNode(svg, true)));
}

/**
 * A button that saves a code as a file.
 * @param {() => Promise<string> | string} drawing Gives the SVG text.
 * @param {string} name Of the file, without its ending.
 * @returns {HTMLButtonElement}
 */
export function saveButton(drawing, name) {
  const face = () => [icon('download'), t('share.saveQR')];
  const button = h('button', { type: 'button', class: 'button' }, face());
  let timer = 0;
  button.addEventListener('click', async () => {
    try {
      const text = await drawing();
      const picture = await pictureOf(text);
      save(picture ?? new Blob([text], { type: 'image/svg+xml' }), `${name}.${picture ? 'png' : 'svg'}`);
    } catch {
      announce(t('share.saveFailed'));
      fill(button, icon('warning'), t('share.saveFailed'));
      clearTimeout(timer);
      timer = window.setTimeout(() => fill(button, face()), shownForMs);
    }
  });
  return button;
}

/**
 * The drawing as a PNG; `null` where this browser cannot make one.
 * @param {string} text
 * @returns {Promise<Blob | null>}
 */
async function pictureOf(text) {
  const svg = parseQR(text);
  const canvas = h('canvas', { width: picturePixels, height: picturePixels });
  const context = canvas.getContext('2d');
  const [, , edge] = (svg?.getAttribute('viewBox') ?? '').split(' ').map(Number);
  if (!svg || !edge) throw new Error('the server sent no drawing');
  if (!context) return null;
  context.scale(picturePixels / edge, picturePixels / edge);
  for (const path of svg.querySelectorAll('path')) {
    context.fillStyle = path.getAttribute('fill') ?? '#000';
    context.fill(new Path2D(path.getAttribute('d') ?? ''));
  }
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

/**
 * @param {Blob} file
 * @param {string} name
 */
function save(file, name) {
  const url = URL.createObjectURL(file);
  h('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), shownForMs);
}
