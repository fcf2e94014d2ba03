// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Broker
public import ConferenceCore

/// Credentials for coturn that time out, after the REST scheme (draft-uberti-behave-turn-rest-00).
///
/// The user name is `<seconds since 1970 at which it expires>:<session>`, the password its HMAC-SHA1 under a secret
/// that coturn has too. coturn looks at the time only when something is allocated: an allocation lives on past it, so
/// ending one takes ``CoturnControl``.
public final class TURNService: ICEServerSource {
    /// What these credentials are made of.
    public struct Configuration: Sendable {
        /// Where clients find the relays; the same credentials are for all of them.
        public var urls: [String]
        /// coturn's `static-auth-secret`.
        public var secret: String
        /// From one second to ten minutes.
        public var lifeSeconds: Int64

        public init(urls: [String], secret: String, lifeSeconds: Int64 = TURNService.lifeSecondsMax) {
            self.urls = urls
            self.secret = secret
            self.lifeSeconds = lifeSeconds
        }
    }

    public static let lifeSecondsMax: Int64 = 600

    private let configuration: Configuration
    private let key: [UInt8]
    private let control: CoturnControl?

    /// - Parameter control: Cancels allocations; nil: those of revoked sessions live on until their clients let go.
    /// - Precondition: The life is within its range.
    public init(_ configuration: Configuration, control: CoturnControl?) {
        precondition(
            (1...Self.lifeSecondsMax).contains(configuration.lifeSeconds),
            "Credentials live ten minutes at most"
        )
        self.configuration = configuration
        self.key = Array(configuration.secret.utf8)
        self.control = control
    }

    public func servers(for session: SessionID, at now: Timestamp) -> ICEServers {
        let expiry = now.ms / 1_000 + self.configuration.lifeSeconds
        let username = "\(expiry):\(session.turnName)"
        return ICEServers(
            urls: self.configuration.urls,
            username: username,
            credential: Base64.text(of: HMACSHA1.code(of: Array(username.utf8), under: self.key)),
            expiresAt: Timestamp(ms: expiry * 1_000)
        )
    }

    public func revoke(_ session: SessionID) { self.control?.cancel(session) }
}

extension SessionID {
    /// How coturn knows a session: sixteen hexadecimal digits, so that no name is the beginning of another.
    var turnName: String {
        let digits = String(self.rawValue, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
