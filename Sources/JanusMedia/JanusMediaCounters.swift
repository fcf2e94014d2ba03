// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What goes on with one Janus, for metrics.
public struct JanusMediaCounters: Hashable, Sendable {
    /// Whether orders can be carried out.
    public var isReady = false
    /// Rooms that are carried now.
    public var rooms = 0
    /// Handles at Janus now, each of them one connection of a client.
    public var handles = 0
    /// Requests whose answers are awaited now.
    public var openRequests = 0
    /// Requests since the start.
    public var requests: UInt64 = 0
    /// Requests since the start that nobody answered in time.
    public var timeouts: UInt64 = 0
    /// Rooms since the start that lost everything at Janus.
    public var resets: UInt64 = 0

    public init() {}
}
