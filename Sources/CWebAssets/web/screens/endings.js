// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Which message follows a meeting (docs/protocol.md, "Close codes"). Pure.

/** @typedef {import('./message.js').MessageKind} MessageKind */

/**
 * By the name of a close code, what a meeting says of its end, or the code of an error.
 * @type {ReadonlyMap<string, MessageKind>}
 */
const kinds = new Map([
  ['left', 'left'],
  ['ended', 'ended'],
  ['room_ended', 'ended'],
  ['unknown_room', 'ended'],
  ['kicked', 'kicked'],
  ['replaced', 'replaced'],
  ['superseded', 'replaced'],
  ['signedOut', 'signedOut'],
  ['accessRevoked', 'revoked'],
  ['token_invalid', 'revoked'],
  ['not_authenticated', 'revoked'],
]);

/**
 * @param {unknown} reason What the meeting says, or the code of the error that kept it from going on.
 * @param {{code: number, name: string} | null} closeReason What the session says, if it is over too.
 * @returns {MessageKind}
 */
export function messageAfter(reason, closeReason) {
  // A session's own end says more than the meeting's word that it is over.
  const close = closeReason ? kinds.get(closeReason.name) : undefined;
  if (close && reason !== 'left' && reason !== 'kicked' && reason !== 'signedOut') return close;
  return (typeof reason === 'string' ? kinds.get(reason) : undefined) ?? 'lost';
}
