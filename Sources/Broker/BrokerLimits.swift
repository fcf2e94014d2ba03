// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

#if PLENARY_PLANTED_BUGS
public import ConferenceCore
#endif

/// Bounds and intervals of Edges and hosts.
///
/// Those that clients see stand in `docs/protocol.md`, "Limits".
public struct BrokerLimits: Sendable {
    /// What a client is told to keep to, and how long silence may last before its connection counts as dead.
    public var heartbeatInterval: Duration = .seconds(5)
    public var heartbeatTimeout: Duration = .seconds(12)
    /// Time for a new connection to authenticate or resume.
    public var authenticationTimeout: Duration = .seconds(10)
    /// Time a session goes on after its access token has expired.
    public var tokenGrace: Duration = .seconds(60)
    /// What a guest in the lobby is told to wait before it asks again.
    public var admissionPause: Duration = .seconds(2)
    /// Time until a session whose end nobody remembers after a restart must be refreshed.
    public var unknownGrantLife: Duration = .seconds(900)
    /// Requests of one connection: refilled per second, and the most at once.
    public var requestsPerSecond = 50
    public var requestsBurst = 200
    public var searchesPerSecond = 2
    public var searchesBurst = 4
    public var malformedInARowMax = 10
    /// Replay of a room's stream; `self` is per session.
    public var roomRingCountMax = 4_096
    public var roomRingBytesMax = 1 << 20
    public var selfRingCountMax = 512
    public var selfRingBytesMax = 64 << 10
    /// Replay of summaries and pages.
    public var viewRingCountMax = 64
    public var viewRingBytesMax = 64 << 10
    /// At most one message per interval of a summary, and of a page.
    public var summaryInterval: Duration = .seconds(1)
    /// The same in a room of more seats than ``largeRoomSeats``: there every message goes to thousands, and while
    /// people come it names most units.
    public var largeSummaryInterval: Duration = .seconds(2)
    public var largeRoomSeats = 500
    /// Between two messages about the lobby.
    public var lobbyInterval: Duration = .seconds(1)
    public var pageInterval: Duration = .milliseconds(250)
    /// The same for who can be seen and heard by way of the media server.
    public var publicationsInterval: Duration = .milliseconds(250)
    /// Sessions that send to the media server in one room; who is on the Stage may beyond it.
    public var publishersMax = 100
    /// A failed append is tried again after this.
    public var appendRetryDelay: Duration = .milliseconds(100)
    /// After this long without a durable append the host rebuilds itself from the log.
    public var appendPatience: Duration = .seconds(10)
    /// A host without seats, watchers and requests is unloaded after this.
    public var idleUnload: Duration = .seconds(300)
    /// Requests that wait while a host loads; beyond it they are refused with `overloaded`.
    public var waitingWhileLoadingMax = 16_384
    /// Requests of a session that wait until it is known again what it may do; the next are refused.
    public var waitingForGrantMax = 8
    /// Joins that a room admits per second in each lane, and the most at once; zero admits all at once.
    public var joinsPerSecond = 1_000
    /// Places in a room's join queue; beyond it joins are refused with `overloaded`.
    public var joinPlacesMax = 16_384
    /// How long a place in the join queue is kept for who does not come when it is due.
    public var joinPlaceLife: Duration = .seconds(120)
    public var slotsPerSnapshot = 1_000
    /// Messages under way from one loop's Edge to one loop's rooms, and back.
    public var mailboxCapacity = 4_096

    #if PLENARY_PLANTED_BUGS
    /// The bug that acts in Edges; nil for none.
    public var planted: PlantedBug?
    #endif

    public init() {}
}
