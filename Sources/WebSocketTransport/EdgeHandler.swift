// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore

/// Tells an Edge, which is an actor pinned to the loop that makes these calls.
struct EdgeHandler: ConnectionHandler {
    let edge: Edge

    func opened(_ connection: any ClientConnection) -> ConnectionID {
        self.edge.assumeIsolated { $0.opened(connection) }
    }

    func received(_ message: [UInt8], on id: ConnectionID) {
        self.edge.assumeIsolated { $0.received(message, on: id) }
    }

    func receivedBinary(on id: ConnectionID) {
        self.edge.assumeIsolated { $0.receivedBinary(on: id) }
    }

    func drained(_ id: ConnectionID) {
        self.edge.assumeIsolated { $0.drained(id) }
    }

    func closed(_ id: ConnectionID) {
        self.edge.assumeIsolated { $0.closed(id) }
    }
}
