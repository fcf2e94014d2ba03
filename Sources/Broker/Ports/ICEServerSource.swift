// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// Port: the relays through which clients reach the media server (coturn in production).
///
/// Callable from any loop; nothing blocks.
public protocol ICEServerSource: Sendable {
    /// What a session's client may use from `now` on, for ten minutes at most.
    func servers(for session: SessionID, at now: Timestamp) -> ICEServers

    /// Ends what the session's client has, and what it still gets by credentials that it was given before.
    ///
    /// Ask ``servers(for:at:)`` for that session no more. Returns at once; a relay that is away is asked again.
    func revoke(_ session: SessionID)
}
