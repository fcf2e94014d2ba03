// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Everything that travels on the Bus between Edges and the loops that host rooms.
public enum BrokerMessage: Sendable {
    case rooms(RoomsMessage)
    case edge(EdgeMessage)
}
