// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// Relays that a client may use, as an RTCPeerConnection is told of them.
public struct ICEServers: Hashable, Sendable {
    /// `turn:` and `turns:` (RFC 7065), the best first.
    public let urls: [String]
    public let username: String
    public let credential: String
    /// From then on nothing new may be had with these; what was had goes on.
    public let expiresAt: Timestamp

    public init(urls: [String], username: String, credential: String, expiresAt: Timestamp) {
        self.urls = urls
        self.username = username
        self.credential = credential
        self.expiresAt = expiresAt
    }
}
