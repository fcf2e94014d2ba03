// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What is true of a seat right now and not logged.
struct Presence: Hashable, Sendable {
    enum State: Hashable {
        /// Exits: `connected` by a newer connection; `suspended` when this very connection is lost.
        case connected(ConnectionID)
        /// Exits: `connected` when a connection takes the seat; removed by the fact `vacated` after the deadline.
        ///
        /// The number tells this suspension from an earlier one with the same deadline.
        case suspended(until: Timestamp, number: UInt64)
    }

    var state: State
    /// Whether the client has used its newest connection, so that the previous token is dead.
    var isTokenConfirmed = false
    var media = MediaReport(isMicrophoneOn: false, isCameraOn: false)

    var isOnline: Bool {
        switch self.state {
        case .connected: true
        case .suspended: false
        }
    }
}
