// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setLanguage } from '../../../Sources/CWebAssets/web/i18n/index.js';
import { invitationText } from '../../../Sources/CWebAssets/web/screens/invitation-text.js';
import { roomNumber } from '../../../Sources/CWebAssets/web/screens/rooms.js';

const invited = { room: '428913577', title: '防汛会商', link: 'https://meet.example/r/428913577' };
const guests = { link: `https://meet.example/g#${'a'.repeat(32)}`, pin: '042917', expiresAt: 1_764_086_400_000 };

/** As it would be read: spaces that do not break are spaces. */
const text = (...parameters) => invitationText(...parameters).replaceAll('\u00a0', ' ');

test('an invitation names title, number and link, and says how to join', () => {
  const [title, number, link, how] = text(invited, 'zh-CN').split('\n');
  assert.equal(title, '会议名称：防汛会商');
  assert.equal(number, '会议号：428 913 577');
  assert.equal(link, `会议链接（有账号）：${invited.link}`);
  assert.match(how, /^参会方法/);
  assert.equal(text(invited, 'en').split('\n').length, 4);
});

test('with a link for guests come its PIN and its expiry', () => {
  const english = text({ ...invited, guests }, 'en');
  assert.match(english, new RegExp(`no account needed\\): ${guests.link}\\n`));
  assert.match(english, /PIN for guests: 042 917\n/);
  assert.match(english, /good until: .*2025.*\n/);
  assert.match(text({ ...invited, guests }, 'zh-CN'), /访客 PIN：042 917\n.*有效期至：2025年/);
});

test('both languages follow each other, whatever language the page is in', () => {
  for (const language of ['en', 'zh-CN']) {
    setLanguage(language);
    const both = text({ ...invited, guests }, 'both');
    assert.equal(both, `${text({ ...invited, guests }, 'zh-CN')}\n\n${text({ ...invited, guests }, 'en')}`);
  }
});

test('an invitation that is pasted whole leads to its room', () => {
  for (const language of ['zh-CN', 'en', 'both']) {
    assert.equal(roomNumber(invitationText({ ...invited, guests }, language)), invited.room);
  }
});
