// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// One message of a roster's stream.
public enum RosterDelta: Hashable, Sendable {
    case summary(SummaryDelta)
    case page(PageDelta)

    /// Of this message: one more than that of the stream's last.
    public var offset: UInt64 {
        switch self {
        case .summary(let delta): delta.offset
        case .page(let delta): delta.offset
        }
    }
}
