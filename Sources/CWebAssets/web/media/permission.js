// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What the browser says of its permissions for camera and microphone.

/** @typedef {'microphone' | 'camera'} Kind */

/**
 * @param {Kind} kind
 * @returns {Promise<PermissionState | null>} `null` where the browser does not tell: trying is the only way to know.
 */
export async function permissionOf(kind) {
  const status = await statusOf(kind);
  return status?.state ?? null;
}

/**
 * Calls when a permission was given or taken back, by whatever way; not at all in browsers that do not tell.
 * @param {Kind} kind
 * @param {(state: PermissionState) => void} listener
 * @param {AbortSignal} signal
 */
export async function watchPermission(kind, listener, signal) {
  const status = await statusOf(kind);
  status?.addEventListener('change', () => listener(status.state), { signal });
}

/**
 * @param {Kind} kind
 * @returns {Promise<PermissionStatus | null>}
 */
async function statusOf(kind) {
  try {
    return await navigator.permissions.query({ name: /** @type {PermissionName} */ (kind) });
  } catch {
    return null;
  }
}
