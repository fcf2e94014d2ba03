// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// A room decides who is seated, who may come back, who runs it, who is to be silent, who has the floor and a place in
// the mesh, and when it ends. It owns no socket, clock, log or media.
//
// Three kinds of input, each with one door:
// - a `Command` asks; `decide` answers with facts or a typed refusal and changes nothing;
// - a `Fact` has been decided, here or by an earlier binary; `evolve` takes it in and never refuses;
// - a presence change (`connectionTaken`, `connectionLost`, `confirmToken`, `report`, `advance`) is true whether we
//   like it or not and is not logged: after a crash every seat is suspended anyway, and clients report anew.
//
// A host commits what `decide`, `report` and `advance` return before it gives the room anything else: facts that were
// decided one after the other are not checked against each other again.

/// The state of one room: the fold of its facts, and what is true of its sessions right now.
///
/// Rooms are equal when their folds are; presence, devices, progress and what the roster's streams told do not count.
public struct Room: Sendable {
    public let limits: RoomLimits
    var state = RoomState()
    /// One for each seat.
    var presences: [SessionID: Presence] = [:]
    var suspensions = Suspensions()
    var progress = Progress()
    /// Not logged either: guests who wait for admission.
    var waiting = Lobby()
    /// Whether a media server can be used; the host's word, as true as a connection.
    public internal(set) var isMediaServerReady = false
    /// Who is in the room by unit, kept right by every change of seats, roles, orders and presence.
    public internal(set) var roster: Roster

    /// A room that nobody has opened yet.
    public init(limits: RoomLimits = RoomLimits()) {
        self.limits = limits
        self.roster = Roster(limits: limits.roster)
    }
}

extension Room: Equatable {
    public static func == (lhs: Self, rhs: Self) -> Bool {
        lhs.limits == rhs.limits && lhs.state == rhs.state && lhs.roster.units == rhs.roster.units
    }
}

// MARK: - What the room's stream shows

extension Room {
    /// Nil until the room is opened.
    public var info: RoomInfo? { self.state.info }
    public var isLocked: Bool { self.state.isLocked }
    public var isEnded: Bool { self.state.isEnded }
    /// Public facts since the room was opened: the offset of the newest message of its stream.
    public var publicOffset: UInt64 { self.state.counters.publicOffset }
    public var floor: Floor { self.state.floor }
    public var mesh: Mesh { self.state.mesh }
    public var muteOrders: MuteOrders { self.state.orders }
    /// Whether media travels by the media server.
    public var isMediaMoved: Bool { self.state.isMediaMoved }
    /// Of whom nothing is to be seen, sorted; absent ones included.
    public var hidden: [Principal] { self.state.hidden.sorted() }
    /// The newest messages, oldest first.
    public var chat: [ChatMessage] { self.state.chat.messages }
    /// Sorted; absent ones included, because a promotion holds until the room ends.
    public var presenters: [NamedParticipant] {
        self.state.presenters.map { NamedParticipant(principal: $0, name: $1) }.sorted { $0.principal < $1.principal }
    }
}

// MARK: - Who is there

extension Room {
    public var participantCount: Int { self.state.participants.count }
    public var seatCount: Int { self.state.seats.count }
    /// Every seated session, sorted; costs O(n log n).
    public var sessions: [SessionID] { self.state.seats.keys.sorted() }

    public func seat(of session: SessionID) -> Seat? { self.state.seats[session] }

    /// In the order of joining; empty for who is not in the room.
    public func sessions(of principal: Principal) -> [SessionID] { self.state.participants[principal] ?? [] }

    public func isPresent(_ principal: Principal) -> Bool { self.state.participants[principal] != nil }

    /// Also for who is not in the room: the role that it would have.
    public func role(of principal: Principal) -> RoomRole { self.state.role(of: principal) }

    /// Whether an order to be silent binds the participant.
    public func isMuted(_ principal: Principal) -> Bool { self.state.isMuted(principal) }

    /// The session's connection; nil while it has none, or no seat.
    public func connection(of session: SessionID) -> ConnectionID? {
        switch self.presences[session]?.state {
        case .connected(let connection): connection
        case .suspended, nil: nil
        }
    }

    /// Whether any session of the participant is connected.
    public func isOnline(_ principal: Principal) -> Bool {
        self.sessions(of: principal).contains { self.presences[$0]?.isOnline == true }
    }

    /// Whether any session of the participant reported its microphone on.
    public func isMicrophoneOn(_ principal: Principal) -> Bool {
        self.sessions(of: principal).contains { self.presences[$0]?.media.isMicrophoneOn == true }
    }
}
