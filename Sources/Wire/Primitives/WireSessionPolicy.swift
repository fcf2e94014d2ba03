// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What happens when a participant joins a room with one more session.
public enum WireSessionPolicy: String, CaseIterable, Sendable, JSONEncodable, JSONDecodable {
    /// The newer session replaces the older.
    case replace
    /// The newer session is refused.
    case refuse
    /// Both stay.
    case allow
}
