// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import assert from 'node:assert/strict';
import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {en} from '../../Sources/CWebAssets/web/i18n/en.js';
import {zhCN} from '../../Sources/CWebAssets/web/i18n/zh-CN.js';

const WEB = fileURLToPath(new URL('../../Sources/CWebAssets/web/', import.meta.url));
const catalogues = {en, 'zh-CN': zhCN};

/** Every module but the catalogues: `[path, source]`. */
const sources = files(WEB).filter((path) => path.endsWith('.js') && !/i18n\/(en|zh-CN)(-help|-guests)?\.js$/.test(path))
  .map((path) => [path.slice(WEB.length), readFileSync(path, 'utf8')]);

function files(folder) {
  return readdirSync(folder, {withFileTypes: true}).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
}

/** A key without the mark of the singular, which not every language has. */
const plain = (key) => key.replace(/\.one$/, '');
const placeholders = (text) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

test('both languages have the same keys, singulars aside', () => {
  const keys = (catalogue) => [...new Set(Object.keys(catalogue).map(plain))].sort();
  assert.deepEqual(keys(zhCN), keys(en));
});

test('both languages fill in the same parameters', () => {
  for (const [key, text] of Object.entries(zhCN)) assert.deepEqual(placeholders(text), placeholders(en[key]), key);
});

test('a singular stands beside a text for all other counts', () => {
  for (const [name, catalogue] of Object.entries(catalogues)) {
    const singulars = Object.keys(catalogue).filter((key) => key.endsWith('.one'));
    for (const key of singulars) assert.ok(plain(key) in catalogue, `${name} ${key}`);
  }
});

test('no text is empty, and none was left in the other language', () => {
  for (const [key, text] of Object.entries(zhCN)) {
    assert.ok(text.trim() !== '', key);
    assert.ok(/\p{Script=Han}/u.test(text) || !/[A-Za-z]{3}/.test(text.replace(/\{\w+\}/g, '')) || text === en[key],
      `zh-CN ${key}: ${text}`);
  }
  for (const [key, text] of Object.entries(en)) {
    assert.ok(text.trim() !== '', key);
    assert.ok(!/\p{Script=Han}/u.test(text), `en ${key}: ${text}`);
  }
});

/** Keys that are asked for by name, and those whose name is put together from `{` parts `}`. */
function asked(source) {
  const whole = [...source.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key]) => key);
  const patterns = [...source.matchAll(/`([a-z]+[A-Za-z]*\.[^`]*\$\{[^`]*)`/g)]
    .map(([, text]) => text.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^$()[\]{}|\\]/g, '\\$&')).join('.+'))
    .map((pattern) => new RegExp(`^${pattern}$`));
  return {whole, patterns};
}

test('every text that is asked for is there', () => {
  for (const [path, source] of sources) {
    const {whole, patterns} = asked(source);
    for (const key of whole) assert.ok(key in en && key in zhCN, `${path}: ${key}`);
    if (!/\bt\(`/.test(source)) continue;
    assert.ok(patterns.some((pattern) => Object.keys(en).some((key) => pattern.test(key))), path);
  }
});

test('every text is asked for somewhere', () => {
  const literals = new Set(sources.flatMap(([, source]) =>
    [...source.matchAll(/'([^'\n]+)'/g)].map(([, text]) => text)));
  const patterns = sources.flatMap(([, source]) => asked(source).patterns);
  const unused = Object.keys(en).map(plain)
    .filter((key) => !literals.has(key) && !patterns.some((pattern) => pattern.test(key)));
  assert.deepEqual(unused, []);
});

test('every error code of the protocol, and of this page, has words in both languages', () => {
  const protocol = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');
  const table = protocol.split('## Errors')[1].split('## Close codes')[0];
  const codes = [...table.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, code]) => code);
  assert.ok(codes.length > 30);
  for (const code of [...codes, 'network', 'offline', 'timeout', 'ended', 'withdrawn']) {
    assert.ok(`error.${code}` in en && `error.${code}` in zhCN, code);
  }
});
