// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What a mesh keeps of one other member, and what is told of it.

/** @typedef {import('./link.js').Link} Link */
/** @typedef {import('./media-plane.js').MeshMember} MeshMember */
/** @typedef {import('./media-plane.js').Remote} Remote */

/**
 * One other member of the mesh.
 * @typedef {object} Place
 * @property {MeshMember} member
 * @property {boolean} offers
 * @property {number} number The latest link's, also of one that is closed.
 * @property {Link | null} link
 * @property {boolean} [isReleased] The link lingers, and is not needed here any more.
 * @property {boolean} [isReleasedThere] Nor at the other side.
 */

/**
 * @param {Place} place
 * @returns {Remote}
 */
export function remoteOf({ member: { session, participant, name }, link }) {
  return {
    session,
    participant,
    name,
    stream: link?.stream ?? null,
    screen: link?.screen ? link.stream : null,
    state: link?.state ?? 'failed',
    camera: link?.camera ?? false,
    microphone: link?.microphone ?? false,
    isSharing: link?.screen ?? false,
    quality: link?.quality.word ?? null,
  };
}
