// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// STUN and TURN servers with time-limited credentials.
public struct ICEServers: Hashable, Sendable {
    /// RFC 7064 and RFC 7065; empty where there are none.
    public let urls: [String]
    public let username: String
    public let credential: String
    /// When the credentials end.
    public let expiresAt: Timestamp

    public init(urls: [String] = [], username: String = "", credential: String = "", expiresAt: Timestamp) {
        self.urls = urls
        self.username = username
        self.credential = credential
        self.expiresAt = expiresAt
    }
}
