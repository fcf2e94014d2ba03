// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// Port: STUN and TURN servers with credentials for one session (coturn in production).
public protocol ICEServerSource: Sendable {
    /// What the session may use from now on; cheap enough for a loop.
    func servers(for session: SessionID, at now: Timestamp) -> ICEServers

    /// The session is over: what it has allocated ends, as soon as that can be brought about.
    func revoke(_ session: SessionID)
}
