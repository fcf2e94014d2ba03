// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The worker of `alarm.js`: told milliseconds, it answers when they have passed; told null, it does not.

/** @type {ReturnType<typeof setTimeout>|undefined} */
let timer;

addEventListener('message', ({data}) => {
  clearTimeout(timer);
  if (data !== null) timer = setTimeout(() => postMessage(null), data);
});
