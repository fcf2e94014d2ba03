// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Who came by an invitation. Pure.

/**
 * Whether a participant is a guest of the room, whom nobody but the inviter vouches for.
 * @param {string} participant
 */
export function isGuest(participant) {
  return participant.startsWith('guest:');
}
