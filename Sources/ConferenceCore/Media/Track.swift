// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// One track that a session publishes, or may publish.
public struct Track: Hashable, Comparable, Sendable {
    public let session: SessionID
    public let kind: TrackKind

    public init(_ kind: TrackKind, of session: SessionID) {
        self.session = session
        self.kind = kind
    }

    public static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.session, lhs.kind) < (rhs.session, rhs.kind)
    }
}
