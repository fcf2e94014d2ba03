// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import Wire

// The core and the wire know nothing of each other; here their names for the same things meet.

extension RoomID {
    var wire: WireRoom { WireRoom(self.number) }

    /// Nil for a number that no room can have.
    init?(_ wire: WireRoom) {
        self.init(wire.number)
    }
}

extension SessionID {
    var wire: WireSession { WireSession(self.rawValue) }

    init(_ wire: WireSession) {
        self.init(wire.rawValue)
    }
}

extension Principal {
    var wire: WireParticipant {
        switch self.kind {
        case .account: WireParticipant(.account, self.id)
        case .terminal: WireParticipant(.terminal, self.id)
        case .site: WireParticipant(.site, self.id)
        case .guest: WireParticipant(.guest, self.id)
        }
    }

    init(_ wire: WireParticipant) {
        switch wire.kind {
        case .account: self.init(.account, wire.id)
        case .terminal: self.init(.terminal, wire.id)
        case .site: self.init(.site, wire.id)
        case .guest: self.init(.guest, wire.id)
        }
    }
}

extension StreamID {
    var wire: StreamName {
        switch self {
        case .room: .room
        case .summary: .summary
        case .unitSummary(let unit): .unitSummary(unit: unit.rawValue)
        case .page(let unit, let page): .page(unit: unit.rawValue, page: page.rawValue)
        case .publications: .publications
        case .lobby: .lobby
        case .session: .own
        }
    }

    /// - Parameter session: Whose `self` is meant.
    init(_ wire: StreamName, of session: SessionID) {
        switch wire {
        case .room: self = .room
        case .summary: self = .summary
        case .unitSummary(let unit): self = .unitSummary(UnitID(unit))
        case .page(let unit, let page): self = .page(UnitID(unit), PageNumber(page))
        case .publications: self = .publications
        case .lobby: self = .lobby
        case .own: self = .session(session)
        }
    }
}

extension RoomRole {
    var wire: WireRole {
        switch self {
        case .chair: .chair
        case .operator: .operator
        case .presenter: .presenter
        case .attendee: .attendee
        }
    }
}

extension NamedParticipant {
    var wire: WirePerson { WirePerson(participant: self.principal.wire, name: self.name) }
}
