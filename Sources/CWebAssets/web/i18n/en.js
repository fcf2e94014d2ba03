// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/** @type {Record<string, string>} */
export const en = {
  // --- shell ---
  'app.name': 'Plenary',

  // --- meeting ---

  // --- media ---
};
