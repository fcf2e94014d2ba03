// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What HTTP answers to who signed in as a guest: `POST /api/v1/auth/guest`.
public struct GuestTokenAnswer: Hashable, Sendable {
    /// Cannot be renewed.
    public var accessToken: String
    /// In milliseconds since 1970.
    public var expiresAt: Int64
    public var participant: WireParticipant
    /// The one room that the token is good for.
    public var room: WireRoom

    public init(accessToken: String, expiresAt: Int64, participant: WireParticipant, room: WireRoom) {
        self.accessToken = accessToken
        self.expiresAt = expiresAt
        self.participant = participant
        self.room = room
    }
}

extension GuestTokenAnswer: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("accessToken", self.accessToken)
            writer.member("expiresAt", self.expiresAt)
            writer.member("participant", self.participant)
            writer.member("room", self.room)
        }
    }
}
