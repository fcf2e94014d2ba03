// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a room knows from its facts alone; two rooms that took in the same facts have equal states.
struct RoomState: Hashable, Sendable {
    /// Nil until the room is opened.
    var info: RoomInfo?
    var isLocked = false
    var isEnded = false
    var counters = RoomCounters()
    var seats: [SessionID: Seat] = [:]
    /// The sessions of each participant in the order of joining; never empty.
    var participants: [Principal: [SessionID]] = [:]
    /// Names of the presenters, absent ones included; grows by commands of chair and operators alone.
    var presenters: [Principal: String] = [:]
    /// Who may not come back; grows by commands of chair and operators alone.
    var kicked: Set<Principal> = []
    /// By number; an expired one is forgotten when its place is needed.
    var invitations: [Invitation] = []
    /// Guests who may come in, and where they sit; grows by commands of chair and operators alone.
    var admitted: [Principal: UnitID] = [:]
    var orders = MuteOrders()
    var floor = Floor()
    var mesh = Mesh()
    /// Whether media travels by the media server.
    var isMediaMoved = false
    /// Of whom nothing is to be seen; grows by commands of chair and operators alone.
    var hidden: Set<Principal> = []
    var chat = ChatHistory()
    var receipts = ReceiptLog()

    /// The participant's newest seat: what it looks like and may do follows this one.
    func newestSeat(of principal: Principal) -> Seat? {
        self.participants[principal]?.last.flatMap { self.seats[$0] }
    }

    /// An absent participant has the role that it would come back with, an operator's authority excepted.
    func role(of principal: Principal) -> RoomRole {
        self.role(of: principal, authority: self.newestSeat(of: principal)?.authority ?? .none)
    }

    func role(of principal: Principal, authority: Authority) -> RoomRole {
        if principal == self.info?.chair { return .chair }
        switch authority {
        case .operator: return .operator
        case .none: return self.presenters[principal] == nil ? .attendee : .presenter
        }
    }

    /// Whether an order against all does not reach `principal`.
    func isExempt(_ principal: Principal) -> Bool {
        principal == self.info?.chair || self.presenters[principal] != nil || self.floor.isHeld(by: principal)
    }

    func isMuted(_ principal: Principal) -> Bool {
        self.orders.binds(principal, isExempt: self.isExempt(principal))
    }

    /// Places that the mesh has in all.
    var meshPlaces: Int {
        switch self.info?.media {
        case .mesh(let limit): self.isMediaMoved ? 0 : limit
        case nil: 0
        }
    }

    func invitation(_ number: InvitationNumber) -> Invitation? {
        self.invitations.first { $0.number == number }
    }

    /// Past `max` the one that expires first goes: a room that decides keeps fewer that have not expired.
    mutating func invited(_ invitation: Invitation, max: Int) {
        self.counters.invitations = Swift.max(self.counters.invitations, invitation.number.rawValue)
        self.invitations.append(invitation)
        guard self.invitations.count > max else { return }
        let first = self.invitations.indices.min {
            (self.invitations[$0].expiresAt, $0) < (self.invitations[$1].expiresAt, $1)
        }
        if let first { self.invitations.remove(at: first) }
    }

    /// The session must have no seat.
    mutating func seat(_ seat: Seat) {
        self.seats[seat.session] = seat
        self.participants[seat.principal, default: []].append(seat.session)
        self.counters.seatings = max(self.counters.seatings, seat.ordinal + 1)
    }

    /// Gives the seat up; nil when there is none.
    mutating func vacate(_ session: SessionID) -> Seat? {
        guard let seat = self.seats.removeValue(forKey: session) else { return nil }
        self.participants[seat.principal]?.removeAll { $0 == session }
        if self.participants[seat.principal]?.isEmpty == true {
            self.participants[seat.principal] = nil
            self.orders.left(seat.principal)
        }
        return seat
    }

    mutating func end() {
        var ended = RoomState()
        ended.info = self.info
        ended.isEnded = true
        ended.counters = self.counters
        ended.receipts = self.receipts
        self = ended
    }
}
