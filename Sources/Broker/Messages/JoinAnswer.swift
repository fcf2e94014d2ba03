// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// What a session learns when it is seated.
public struct JoinAnswer: Sendable {
    public let session: SessionID
    public let principal: Principal
    public let role: RoomRole
    /// Units of the participant, root first.
    public let path: [UnitID]
    public let place: Decision.MediaPlace
    public let spreadMs: Int64

    public init(
        session: SessionID,
        principal: Principal,
        role: RoomRole,
        path: [UnitID],
        place: Decision.MediaPlace,
        spreadMs: Int64
    ) {
        self.session = session
        self.principal = principal
        self.role = role
        self.path = path
        self.place = place
        self.spreadMs = spreadMs
    }
}
