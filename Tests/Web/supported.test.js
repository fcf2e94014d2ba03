// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// supported.js runs in browsers that know neither modules nor anything else of the last fifteen years.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const WEB = fileURLToPath(new URL('../../Sources/CWebAssets/web/', import.meta.url));
const SCRIPT = join(WEB, 'supported.js');

/** The script as the compiler writes it for a version of the language. */
function written(target, folder) {
  execFileSync('tsc', ['--allowJs', '--target', target, '--outDir', join(folder, target), SCRIPT]);
  return readFileSync(join(folder, target, 'supported.js'), 'utf8');
}

test('the script is of ECMAScript 5: nothing in it has to be translated', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plenary-es5-'));
  try {
    assert.equal(written('ES5', folder), written('ESNext', folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the page runs it after what it may replace, and before the application', () => {
  const page = readFileSync(join(WEB, 'index.html'), 'utf8');
  const at = page.indexOf('<script src="/supported.js"></script>');
  assert.ok(at > page.indexOf('<div id="app">'));
  assert.ok(page.includes('<script type="module" src="/app.js"></script>'), 'a module waits for the whole page');
});

/** Versions in a text, as `Chrome 108`; a text has them in the order of its own. */
const versions = (text) => new Set(['108', '128', '16.4'].filter((each) => text.includes(each)));

test('the script, README.md and docs/operations.md name the same versions', () => {
  const root = new URL('../../', import.meta.url);
  for (const path of ['README.md', 'docs/operations.md']) {
    const [, part] = readFileSync(new URL(path, root), 'utf8').split(/^#+ Browsers$/m);
    assert.equal(versions(part.split(/^## /m)[0]).size, 3, path);
  }
  const script = readFileSync(SCRIPT, 'utf8');
  assert.deepEqual(versions(script.split('tooOld')[1].split('inWeChat')[0]), new Set(['108', '128', '16.4']));
});
