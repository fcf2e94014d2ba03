// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore
public import LoopRuntime
public import Wire

/// Where an answer goes: one request of one connection of one Edge.
public struct ReplyAddress: Sendable, Hashable {
    public let edge: Address
    public let connection: ConnectionID
    public let request: RequestID

    public init(edge: Address, connection: ConnectionID, request: RequestID) {
        self.edge = edge
        self.connection = connection
        self.request = request
    }
}
