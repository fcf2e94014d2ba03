// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore

/// One connection of a session with Janus, from its beginning to its end: what a handle there is for.
struct HandleKey: Hashable, Sendable {
    let room: RoomID
    let session: SessionID
    let side: MediaSide
    /// Tells a connection from those that the session had before.
    let life: UInt64
}
