// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Which pictures are shown, and where. Pure: facts and a size in, rectangles out.
//
// Large are the pinned one, else a shared screen, else what the layout says: nobody (grid), who speaks (speaker), the
// stage's members (stage). All others are small, beside or below, in pages that hold as many as have room.

/** @typedef {'grid' | 'speaker' | 'stage'} LayoutMode */

/** @type {readonly LayoutMode[]} */
export const layoutModes = ['grid', 'speaker', 'stage'];

/**
 * One picture; its key is that of its session, or with `/screen` behind it.
 * @typedef {{key: string, isOwn?: boolean, isScreen?: boolean, isStage?: boolean, camera?: boolean}} Picture
 */

/** @typedef {{width: number, height: number}} Size */
/** @typedef {{left: number, top: number, width: number, height: number}} Rect */

/**
 * @typedef {object} Arrangement
 * @property {Map<string, Rect>} large By key, in order.
 * @property {Map<string, Rect>} small
 * @property {number} page From 0.
 * @property {number} pages
 */

const gap = 10;
/** How wide a tile may be for its height, and how tall: a face fills neither a banner nor a tower. */
const widest = 16 / 9;
const tallestUpright = 3 / 4;
const tallestFlat = 4 / 3;
/** On one page of a grid: each is a stream to decode. */
const gridMax = 25;
const largeMax = 9;
const ribbonMax = 12;

/**
 * @param {object} facts
 * @param {Picture[]} facts.pictures In their order, one's own last.
 * @param {LayoutMode} facts.mode
 * @param {string | null} facts.pinned A key.
 * @param {string | null} facts.speaker A key: who spoke last.
 * @param {number} facts.page
 * @param {Size} facts.size
 * @returns {Arrangement}
 */
export function arrange({ pictures, mode, pinned, speaker, page, size }) {
  const large = largeOf(pictures, mode, pinned, speaker);
  const rest = pictures.filter(({ key }) => !large.includes(key));
  const whole = { left: 0, top: 0, ...size };
  if (large.length === 0) {
    const max = gridCapacity(size);
    const shown = pageOf(rest, page, max);
    return { large: new Map(), small: tiled(keysOf(shown.items), whole), page: shown.page, pages: shown.pages };
  }
  if (rest.length === 0) return { large: placed(large, pictures, whole), small: new Map(), page: 0, pages: 1 };
  const { main, ribbon, count, isUpright } = split(whole);
  const shown = pageOf(rest, page, count);
  return {
    large: placed(large, pictures, main), small: lined(keysOf(shown.items), ribbon, isUpright),
    page: shown.page, pages: shown.pages,
  };
}

/**
 * @param {Picture[]} pictures
 * @param {LayoutMode} mode
 * @param {string | null} pinned
 * @param {string | null} speaker
 * @returns {string[]}
 */
function largeOf(pictures, mode, pinned, speaker) {
  const has = (/** @type {string | null} */ key) => key !== null && pictures.some((each) => each.key === key);
  if (pinned !== null && has(pinned)) return [pinned];
  const screen = pictures.find(({ isScreen }) => isScreen);
  if (screen) return [screen.key];
  const others = pictures.filter(({ isOwn }) => !isOwn);
  if (mode === 'speaker' && speaker !== null && has(speaker)) return [speaker];
  if (mode === 'speaker') return keysOf([others.find(({ camera }) => camera) ?? others[0] ?? pictures[0]]);
  if (mode === 'stage') return keysOf(pictures.filter(({ isStage }) => isStage).slice(0, largeMax));
  return [];
}

/** @param {(Picture | undefined)[]} pictures */
function keysOf(pictures) {
  return pictures.flatMap((each) => (each ? [each.key] : []));
}

/**
 * One's own picture, which is the last of all, is on the first page.
 * @param {Picture[]} pictures
 * @param {number} page
 * @param {number} max
 */
function pageOf(pictures, page, max) {
  const own = pictures.find(({ isOwn }) => isOwn);
  const others = pictures.filter(({ isOwn }) => !isOwn);
  const ordered = own ? [...others.slice(0, max - 1), own, ...others.slice(max - 1)] : others;
  const pages = Math.max(1, Math.ceil(ordered.length / max));
  const at = Math.min(Math.max(0, page), pages - 1);
  return { items: ordered.slice(at * max, (at + 1) * max), page: at, pages };
}

/** @param {Size} size */
function gridCapacity({ width, height }) {
  const least = Math.min(240, Math.max(140, width / 5));
  const columns = Math.max(1, Math.floor((width + gap) / (least + gap)));
  const rows = Math.max(1, Math.floor((height + gap) / (least * 0.6 + gap)));
  return Math.min(gridMax, Math.max(columns * rows, 2));
}

/**
 * The main part, and the ribbon beside it, or below where there is more height than width.
 * @param {Rect} whole
 */
function split({ left, top, width, height }) {
  const isUpright = width > height * 1.2;
  if (isUpright) {
    const breadth = Math.min(240, Math.max(110, width * 0.18));
    const count = bounded((height + gap) / (breadth * 0.5625 + gap));
    return {
      isUpright, count, main: { left, top, width: width - breadth - gap, height },
      ribbon: { left: left + width - breadth, top, width: breadth, height },
    };
  }
  const breadth = Math.min(150, Math.max(72, height * 0.2));
  const count = bounded((width + gap) / (breadth * 1.2 + gap));
  return {
    isUpright, count, main: { left, top, width, height: height - breadth - gap },
    ribbon: { left, top: top + height - breadth, width, height: breadth },
  };
}

/** @param {number} count */
function bounded(count) {
  return Math.min(ribbonMax, Math.max(1, Math.floor(count)));
}

/**
 * @param {string[]} large
 * @param {Picture[]} pictures
 * @param {Rect} area
 */
function placed(large, pictures, area) {
  // A screen has a shape of its own, and takes all there is.
  const isScreen = large.length === 1 && pictures.some(({ key, isScreen: is }) => is && key === large[0]);
  return isScreen ? new Map([[large[0], area]]) : tiled(large, area);
}

/**
 * Rows of tiles as large as fit, each no wider and no taller than a face is shown well.
 * @param {string[]} keys
 * @param {Rect} area
 * @returns {Map<string, Rect>}
 */
function tiled(keys, { left, top, width, height }) {
  const tallest = width > height ? tallestFlat : tallestUpright;
  let best = { columns: 1, rows: 1, width: 0, height: 0 };
  for (let columns = 1; columns <= keys.length; columns += 1) {
    const rows = Math.ceil(keys.length / columns);
    const tile = shaped((width - (columns - 1) * gap) / columns, (height - (rows - 1) * gap) / rows, tallest);
    if (tile.width * tile.height > best.width * best.height) best = { columns, rows, ...tile };
  }
  const upper = top + (height - best.rows * best.height - (best.rows - 1) * gap) / 2;
  return new Map(keys.map((key, index) => {
    const row = Math.floor(index / best.columns);
    const inRow = Math.min(best.columns, keys.length - row * best.columns);
    const start = left + (width - inRow * best.width - (inRow - 1) * gap) / 2;
    return [key, {
      left: start + (index % best.columns) * (best.width + gap), top: upper + row * (best.height + gap),
      width: best.width, height: best.height,
    }];
  }));
}

/**
 * @param {number} width
 * @param {number} height
 * @param {number} tallest
 * @returns {Size}
 */
function shaped(width, height, tallest) {
  const [w, h] = [Math.max(0, width), Math.max(0, height)];
  if (w > h * widest) return { width: h * widest, height: h };
  if (w < h * tallest) return { width: w, height: w / tallest };
  return { width: w, height: h };
}

/**
 * @param {string[]} keys
 * @param {Rect} ribbon
 * @param {boolean} isUpright
 * @returns {Map<string, Rect>}
 */
function lined(keys, { left, top, width, height }, isUpright) {
  const tile = isUpright ? { width, height: width * 0.5625 } : { width: height * 1.2, height };
  const length = keys.length * (isUpright ? tile.height : tile.width) + (keys.length - 1) * gap;
  const start = Math.max(0, ((isUpright ? height : width) - length) / 2);
  return new Map(keys.map((key, index) => [key, isUpright
    ? { ...tile, left, top: top + start + index * (tile.height + gap) }
    : { ...tile, top, left: left + start + index * (tile.width + gap) }]));
}
