// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import Testing
import Wire

/// What tests are about unless they say otherwise: one room, one organisation, two Edges.
enum Sample {
    static let room = Sample.roomID(428_913_577)
    static let edge = Address(node: 1, loop: 0, role: .edge)
    static let otherEdge = Address(node: 1, loop: 1, role: .edge)
    static let shelf = Address(node: 1, loop: 0, role: .rooms)
    static let chair = Principal(.account, 1)
    static let ministry = RosterUnit(id: UnitID(1), parent: nil, name: "Ministry", order: 0)
    static let hebei = RosterUnit(id: UnitID(13), parent: UnitID(1), name: "Hebei", order: 13)
    static let path = [Sample.ministry, Sample.hebei]
    static let page = StreamID.page(Sample.hebei.id, .first)
    static let wallClockMs: Int64 = 1_764_000_000_000

    static func roomID(_ number: UInt32) -> RoomID {
        guard let room = RoomID(number) else { preconditionFailure("\(number) has not nine digits") }
        return room
    }

    static func info(
        title: String = "Flood control",
        chair: Principal = Sample.chair,
        policy: RoomInfo.SessionPolicy = .replace,
        createdAt: Timestamp = Timestamp(ms: Sample.wallClockMs)
    ) -> RoomInfo {
        RoomInfo(room: Sample.room, title: title, chair: chair, sessionPolicy: policy, createdAt: createdAt)
    }

    static func profile(_ account: UInt64) -> Profile {
        Profile(
            principal: Principal(.account, account),
            name: "Person \(account)",
            nameKey: Array("person \(account)".utf8),
            searchKeys: SearchKeys(pinyin: "person\(account)", initials: "p\(account)", phone: "555\(account)")
        )
    }

    static func grant(
        _ account: UInt64,
        mayCreateRooms: Bool = true,
        expiresAt: Timestamp = Timestamp(ms: Sample.wallClockMs + 900_000),
        generation: UInt32 = 0
    ) -> Grant {
        Grant(
            profile: Sample.profile(account),
            unitPath: Sample.path,
            mayCreateRooms: mayCreateRooms,
            authority: .none,
            expiresAt: expiresAt,
            generation: generation
        )
    }

    static func guestGrant(_ guest: UInt64, _ pass: GuestPass) -> Grant {
        Grant(
            profile: Profile(principal: Principal(.guest, guest), name: "Guest \(guest)"),
            unitPath: [],
            mayCreateRooms: false,
            authority: .none,
            expiresAt: Timestamp(ms: Sample.wallClockMs + 86_400_000),
            pass: pass
        )
    }

    static func digest(_ number: UInt64) -> TokenDigest { TokenDigest(high: number, low: number) }
}

/// The text of a frame as the messages that a client reads.
func messages(_ frame: some Sequence<UInt8>) -> [ServerMessage] {
    do {
        return try ServerMessage.decode(frame: Array(frame))
    } catch {
        Issue.record("A frame that no client can read: \(error)")
        return []
    }
}

/// The pushes of some frames, in order.
func pushes(_ frames: [[UInt8]]) -> [ReceivedPush] {
    frames.flatMap { messages($0) }.compactMap { message in
        guard case .push(let push) = message else { return nil }
        return push
    }
}
