// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// All that a roster's stream has told so far: what who comes anew is given instead of the messages.
public enum RosterSnapshot: Hashable, Sendable {
    case summary(SummarySnapshot)
    case page(PageSnapshot)

    /// Of the stream's last message; the next message has one more.
    public var offset: UInt64 {
        switch self {
        case .summary(let snapshot): snapshot.offset
        case .page(let snapshot): snapshot.offset
        }
    }
}
