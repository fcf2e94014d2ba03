// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// How an append ended.
public enum AppendOutcome: Sendable, Equatable {
    /// The entry is durable.
    case durable
    /// The slot is written already, with these bytes: by us, when they are ours, else by the host that deposed us.
    case taken(by: [UInt8])
    /// Nothing is known to have been written; the same bytes may be appended again.
    case failed(StoreFailure)
}
