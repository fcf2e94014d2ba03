// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a participant may do in a room, from most to least.
public enum RoomRole: UInt8, CaseIterable, Sendable {
    /// Runs the room; the creator at first.
    case chair = 1
    /// Controls the room on behalf of its organisation.
    case `operator` = 2
    /// Is on the Stage.
    case presenter = 3
    case attendee = 4
}

/// What a participant looks like on a roster page.
public struct RosterEntry: Hashable, Sendable {
    public let principal: Principal
    public var name: String
    public var title: String
    /// Members of a unit are ordered by rank (lowest first), then by `nameKey`, then by principal.
    public var rank: Int32
    /// Sort key of the name, compared byte by byte; made outside the core (pinyin, then code points).
    public var nameKey: [UInt8]
    /// What a search matches besides `name`; not shown.
    public var searchKeys: SearchKeys
    /// How many people sit at this endpoint, 1 to 999.
    public var people: Int32
    public var role: RoomRole
    public var hasHandUp: Bool
    /// Whether an order to be silent stands.
    public var isMuted: Bool
    /// What the client reports of itself; not kept over a restart.
    public var isMicrophoneOn: Bool
    public var isCameraOn: Bool
    /// The participant's sessions, in the order of joining; never empty on a page.
    public var sessions: [SessionID]
    /// False while every session is disconnected within its grace.
    public var isOnline: Bool

    public init(
        principal: Principal,
        name: String,
        title: String,
        rank: Int32,
        nameKey: [UInt8],
        searchKeys: SearchKeys = SearchKeys(),
        people: Int32,
        role: RoomRole,
        hasHandUp: Bool = false,
        isMuted: Bool = false,
        isMicrophoneOn: Bool = false,
        isCameraOn: Bool = false,
        sessions: [SessionID],
        isOnline: Bool = false
    ) {
        self.principal = principal
        self.name = name
        self.title = title
        self.rank = rank
        self.nameKey = nameKey
        self.searchKeys = searchKeys
        self.people = people
        self.role = role
        self.hasHandUp = hasHandUp
        self.isMuted = isMuted
        self.isMicrophoneOn = isMicrophoneOn
        self.isCameraOn = isCameraOn
        self.sessions = sessions
        self.isOnline = isOnline
    }
}
