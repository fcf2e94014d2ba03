// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What browsers have and node 18 has not.

import {webcrypto} from 'node:crypto';

globalThis.crypto ??= webcrypto;

globalThis.CustomEvent ??= class CustomEvent extends Event {
  constructor(type, {detail = null, ...options} = {}) {
    super(type, options);
    this.detail = detail;
  }
};
