// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore
public import Wire

/// A session that comes back on a new connection.
public struct ResumeRequest: Sendable {
    public let session: SessionID
    public let presented: TokenDigest
    /// Digest of the token that the answer will carry.
    public let next: TokenDigest
    /// The last message of each stream that the client processed.
    public let positions: [(stream: StreamID, position: StreamPosition)]

    public init(
        session: SessionID,
        presented: TokenDigest,
        next: TokenDigest,
        positions: [(stream: StreamID, position: StreamPosition)]
    ) {
        self.session = session
        self.presented = presented
        self.next = next
        self.positions = positions
    }
}
