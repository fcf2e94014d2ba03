// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What an earlier process left at Janus: a session to claim, and what is in it.
struct Adoption: Hashable, Sendable {
    let session: UInt64
    /// The handle through which rooms are asked about.
    let control: UInt64
    let handles: [FoundHandle]
}
