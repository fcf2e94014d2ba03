// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/** @type {Record<string, string>} */
export const zhCN = {
  // --- shell ---
  'app.name': 'Plenary',

  // --- meeting ---

  // --- media ---
};
