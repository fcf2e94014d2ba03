// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Whether this browser trusts the server's certificate, asked honestly: a page that was opened past a warning loads,
// fetches and connects like any other. Only what Chromium does is known: it takes a service worker from nobody whose
// certificate it does not trust, also after the warning was passed. Other browsers are not asked.

import { platformOf } from '../platform.js';

/** @typedef {'trusted' | 'untrusted' | 'unknown'} Trust */

/**
 * The fingerprint of the authority that the server offers to be trusted; `null` behind any other certificate, where
 * nothing is said of trust. The server puts it into the page.
 * @returns {string | null}
 */
export function offeredFingerprint() {
  const mark = document.querySelector('meta[name="plenary-trust"]');
  return mark instanceof HTMLMetaElement ? mark.content : null;
}

/** @returns {Promise<Trust>} */
export async function checkTrust() {
  const { serviceWorker } = navigator;
  const { system, browser } = platformOf(navigator);
  // On an iPhone every browser is Safari underneath.
  if (!serviceWorker || browser !== 'chromium' || system === 'ios') return 'unknown';
  try {
    const registration = await serviceWorker.register('/trust/check.js', { scope: '/trust/' });
    await registration.unregister();
    return 'trusted';
  } catch (error) {
    return error instanceof DOMException && error.name === 'SecurityError' ? 'untrusted' : 'unknown';
  }
}
