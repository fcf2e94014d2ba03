// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// What a session learns when it is back.
public struct ResumeAnswer: Sendable {
    public let session: SessionID
    public let principal: Principal
    public let role: RoomRole
    /// What the session was granted; nil after a restart of the host, when only the seat is known.
    public let grant: Grant?
    /// The token generation that the seat was taken under; nil when its log does not say.
    public let generation: UInt32?
    public let spreadMs: Int64
    /// Watched streams that go on.
    public let watching: [StreamID]

    public init(
        session: SessionID,
        principal: Principal,
        role: RoomRole,
        grant: Grant?,
        generation: UInt32?,
        spreadMs: Int64,
        watching: [StreamID]
    ) {
        self.session = session
        self.principal = principal
        self.role = role
        self.grant = grant
        self.generation = generation
        self.spreadMs = spreadMs
        self.watching = watching
    }
}
