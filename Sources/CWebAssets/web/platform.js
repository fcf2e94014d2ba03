// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Which system and browser a page is in, for instructions alone: what the application does never depends on it. Pure.

/** @typedef {'ios' | 'android' | 'harmony' | 'windows' | 'macos' | 'other'} System */
/**
 * - `chromium`: Chrome, Edge, and the many others that are built like them.
 * - `webview`: a page inside another app.
 * @typedef {'chromium' | 'safari' | 'firefox' | 'wechat' | 'webview' | 'other'} Browser
 */
/** @typedef {{system: System, browser: Browser}} Platform */

/** Names that apps add where they show a page themselves. */
const apps = /DingTalk|Lark\/|Feishu|AlipayClient|\bQQ\/|Weibo|; wv\)/;

/**
 * @param {{userAgent: string, maxTouchPoints?: number}} agent `navigator` is one.
 * @returns {Platform}
 */
export function platformOf({ userAgent, maxTouchPoints = 0 }) {
  const system = systemOf(userAgent, maxTouchPoints);
  return { system, browser: browserOf(userAgent, system) };
}

/**
 * @param {string} agent
 * @param {number} touchPoints An iPad calls itself a Mac; no Mac has a touch screen.
 * @returns {System}
 */
function systemOf(agent, touchPoints) {
  if (/iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && touchPoints > 1)) return 'ios';
  if (/OpenHarmony/.test(agent)) return 'harmony';
  if (/Android/.test(agent)) return 'android';
  if (/Windows/.test(agent)) return 'windows';
  return /Macintosh/.test(agent) ? 'macos' : 'other';
}

/**
 * @param {string} agent
 * @param {System} system
 * @returns {Browser}
 */
function browserOf(agent, system) {
  if (/MicroMessenger/i.test(agent)) return 'wechat';
  if (apps.test(agent)) return 'webview';
  if (/Firefox\/|FxiOS/.test(agent)) return 'firefox';
  if (/CriOS|EdgiOS|Chrome\//.test(agent)) return 'chromium';
  if (/Version\/.*Safari/.test(agent)) return 'safari';
  // What is neither Safari nor says another name is an app that shows a page.
  return system === 'ios' ? 'webview' : 'other';
}
