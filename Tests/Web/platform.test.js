// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import assert from 'node:assert/strict';
import { test } from 'node:test';

import './globals.js';

Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { language: 'en', languages: ['en'] } });

const { platformOf } = await import('../../Sources/CWebAssets/web/platform.js');
const { helpKeys } = await import('../../Sources/CWebAssets/web/screens/device-help.js');
const { en } = await import('../../Sources/CWebAssets/web/i18n/en.js');
const { zhCN } = await import('../../Sources/CWebAssets/web/i18n/zh-CN.js');

const webKit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const blink = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const iPhone = `Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) ${webKit}`;
const mac = `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webKit}`;
const android = `Mozilla/5.0 (Linux; Android 14; K) ${blink}`;
const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)';

/** As browsers call themselves, and what they are. */
const agents = [
  [`${iPhone} Version/17.5 Mobile/15E148 Safari/604.1`, 'ios safari'],
  [`${iPhone} CriOS/126.0.6478.35 Mobile/15E148 Safari/604.1`, 'ios chromium'],
  [`${iPhone} FxiOS/127.0 Mobile/15E148 Safari/605.1.15`, 'ios firefox'],
  [`${iPhone} Mobile/15E148`, 'ios webview'],
  [`${iPhone} Mobile/15E148 MicroMessenger/8.0.49(0x18003137) NetType/WIFI Language/zh_CN`, 'ios wechat'],
  [`${mac} Version/17.5 Safari/605.1.15`, 'macos safari'],
  [`${windows} ${blink} Chrome/126.0.0.0 Safari/537.36`, 'windows chromium'],
  [`${windows} ${blink} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0`, 'windows chromium'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0', 'windows firefox'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'other firefox'],
  [`${android} Chrome/126.0.0.0 Mobile Safari/537.36`, 'android chromium'],
  [`${android} Chrome/126.0.0.0 Mobile Safari/537.36 EdgA/125.0.0.0`, 'android chromium'],
  ['Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0', 'android firefox'],
  [`Mozilla/5.0 (Linux; Android 14; 23127PN0CC; wv) ${blink} Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36`,
    'android webview'],
  [`Mozilla/5.0 (Linux; Android 14; 23127PN0CC; wv) ${blink} Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 `
    + 'XWEB/1160117 MMWEBSDK/20240404 MicroMessenger/8.0.49.2600(0x28003156) WeChat/arm64', 'android wechat'],
  [`${android} Chrome/126.0.0.0 Mobile Safari/537.36 AliApp(DingTalk/7.5.0) DingTalk/7.5.0`, 'android webview'],
  [`Mozilla/5.0 (Phone; OpenHarmony 5.0) ${blink} Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile`,
    'harmony chromium'],
  ['something of its own', 'other other'],
];

test('a browser is told by what it calls itself', () => {
  for (const [userAgent, expected] of agents) {
    const { system, browser } = platformOf({ userAgent });
    assert.equal(`${system} ${browser}`, expected, userAgent);
  }
});

test('a Mac with a touch screen is an iPad', () => {
  const userAgent = `${mac} Version/17.5 Safari/605.1.15`;
  assert.deepEqual(platformOf({ userAgent, maxTouchPoints: 5 }), { system: 'ios', browser: 'safari' });
});

test('each system and browser has steps of its own for a permission', () => {
  const keys = agents.map(([userAgent]) => helpKeys('denied', platformOf({ userAgent })).join(' '));
  assert.deepEqual(new Set(keys), new Set([
    'help.iosSafari', 'help.iosOther', 'help.webview', 'help.macSafari help.macos', 'help.chromium help.windows',
    'help.firefox help.windows', 'help.firefox', 'help.android', 'help.androidFirefox', 'help.other',
  ]));
  assert.deepEqual(helpKeys('denied', { system: 'other', browser: 'chromium' }), ['help.chromium']);
});

test('what is missing or busy has other steps on phones than on desks', () => {
  const phone = { system: 'android', browser: 'chromium' };
  const desk = { system: 'windows', browser: 'firefox' };
  assert.deepEqual(['none', 'busy'].flatMap((reason) => [phone, desk].flatMap((each) => helpKeys(reason, each))),
    ['help.nonePhone', 'help.none', 'help.busyPhone', 'help.busy']);
});

test('both languages have as many steps', () => {
  for (const [key, text] of Object.entries(en)) {
    if (/^(help|trust)\./.test(key)) assert.equal(zhCN[key].split('\n').length, text.split('\n').length, key);
  }
});
