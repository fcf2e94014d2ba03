// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What came of a run of one large room.
public struct ScaleReport: Sendable {
    /// Bytes of everything told to a client that watches the summaries of its path, from its first connection on until
    /// the storm was over: the most that any got.
    public internal(set) var stormBytesMax = 0
    /// Bytes a second of such a client in the minute of churn: the most that any got.
    public internal(set) var churnBytesPerSecondMax = 0
    /// States that were compared with the host's, and those that the host had left behind by then.
    public internal(set) var versionsCompared = 0
    public internal(set) var versionsMissed = 0
    public internal(set) var joinsQueued = 0
    public internal(set) var events = 0
    public internal(set) var virtualSeconds = 0
    /// What each client saw in the end, without what names its session and this run, by the number of the client.
    public internal(set) var views: [String] = []
    /// What the room told, in order.
    public internal(set) var roomEvents: [String] = []
    /// Empty when all is well.
    public internal(set) var violations: [String] = []

    public var summary: String {
        """
        \(self.virtualSeconds) virtual seconds, \(self.events) events; at most \(self.stormBytesMax) bytes in the \
        storm, \(self.churnBytesPerSecondMax) bytes/s in churn; \(self.versionsCompared) versions compared, \
        \(self.versionsMissed) missed; \(self.joinsQueued) joins queued
        """
    }
}
