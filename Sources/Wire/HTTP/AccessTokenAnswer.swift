// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What HTTP answers to who signed in or renewed a token: `POST /api/v1/auth/token` and `/refresh`.
///
/// The refresh token is not in it: it goes into a cookie that scripts cannot read.
public struct AccessTokenAnswer: Hashable, Sendable {
    public var accessToken: String
    /// In milliseconds since 1970.
    public var expiresAt: Int64
    public var participant: WireParticipant

    public init(accessToken: String, expiresAt: Int64, participant: WireParticipant) {
        self.accessToken = accessToken
        self.expiresAt = expiresAt
        self.participant = participant
    }
}

extension AccessTokenAnswer: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("accessToken", self.accessToken)
            writer.member("expiresAt", self.expiresAt)
            writer.member("participant", self.participant)
        }
    }
}
