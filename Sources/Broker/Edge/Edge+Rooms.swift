// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import LoopRuntime
internal import Wire

// Creating a room: its number is drawn from the creator and the command's key, so that the same command sent again,
// even after a restart, finds the room that it made the first time.

/// A `room.create` under way.
struct PendingRoom {
    let call: ClientCall.CreateRoom
    let chair: Principal
    /// How many numbers were taken by other rooms.
    var attempt: UInt64
}

extension Edge {
    /// Numbers tried before giving up; with a million rooms each is taken with a chance of one in nine hundred.
    private static let attemptsMax: UInt64 = 8

    func createRoom(
        _ create: ClientCall.CreateRoom,
        _ id: RequestID,
        _ session: EdgeSession,
        on connection: EdgeConnection
    ) {
        guard let grant = session.grant else {
            return self.waitForGrant(ClientRequest(id: id, call: .roomCreate(create)), session, on: connection)
        }
        guard grant.mayCreateRooms else { return self.answer(id, .permissionDenied, on: connection) }
        self.tryNumber(of: PendingRoom(call: create, chair: session.principal, attempt: 0), id, on: connection)
    }

    private func tryNumber(of pending: PendingRoom, _ id: RequestID, on connection: EdgeConnection) {
        let room = pending.number
        connection.creating[id] = pending
        let policy: RoomInfo.SessionPolicy =
            switch pending.call.sessionPolicy {
            case .replace: .replace
            case .refuse: .refuse
            case .allow: .allow
            }
        let info = RoomInfo(
            room: room,
            title: pending.call.title,
            chair: pending.chair,
            participantsMax: Int(pending.call.limit),
            sessionPolicy: policy,
            createdAt: Timestamp(ms: self.loop.wallClockMs)
        )
        self.ask(room, .create(info, self.replyAddress(id, connection)), from: connection)
    }

    func created(_ room: RoomID, _ id: RequestID, on connection: EdgeConnection) {
        connection.creating[id] = nil
        let link = room.wire.link(under: self.node.publicURL)
        self.answer(id, CreateRoomResult(room: room.wire, link: link), on: connection)
    }

    func createAgain(_ id: RequestID, on connection: EdgeConnection) {
        guard var pending = connection.creating.removeValue(forKey: id) else { return }
        pending.attempt += 1
        guard pending.attempt < Self.attemptsMax else {
            return self.answer(id, WireError(.internalError, details: "no free room number found"), on: connection)
        }
        self.tryNumber(of: pending, id, on: connection)
    }
}

extension PendingRoom {
    /// The room's number in this attempt (FNV-1a over creator, key and attempt, then mixed).
    var number: RoomID {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in "\(self.chair.wire)/\(self.call.key)/\(self.attempt)".utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        hash ^= hash >> 32
        let span = UInt64(RoomID.range.count)
        guard let room = RoomID(RoomID.range.lowerBound + UInt32(hash % span)) else {
            preconditionFailure("A remainder lies within its range")
        }
        return room
    }
}
