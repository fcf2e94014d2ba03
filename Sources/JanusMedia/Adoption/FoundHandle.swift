// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A handle that an earlier process left at Janus.
struct FoundHandle: Hashable, Sendable {
    enum Content: Hashable, Sendable {
        case publisher(feed: String, [VideoRoomStream])
        /// - `isSettled`: No offer waits for an answer.
        case subscriber([VideoRoomStream], isSettled: Bool)
        /// It has joined no room, or has no connection.
        case nothing
    }

    let id: UInt64
    let name: OpaqueName
    /// Media can flow.
    let isUp: Bool
    let content: Content
}
