// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Testing

@Suite("Orders to be silent")
struct RoomMuteTests {
    private func desk() throws -> RoomDesk {
        var desk = try RoomDesk()
        for principal in [Principal.chair, .oda, .ann, .ben] { try desk.join(principal) }
        return desk
    }

    private func muted(_ desk: RoomDesk) -> [Principal] {
        [Principal.chair, .ann, .ben, .eve, .oda].filter { desk.room.roster[$0]?.isMuted == true }
    }

    @Test("an order against all binds later comers, but not chair, presenters and floor holders")
    func muteAll() throws {
        var desk = try self.desk()
        try desk.run(.promote(.ann), by: .chair)
        try desk.run(.grantFloor(.ben), by: .chair)
        #expect(try desk.run(.muteAll(selfUnmute: false), by: .chair) == [.mutedAll(selfUnmute: false, by: .chair)])
        #expect(self.muted(desk) == [.oda])
        try desk.join(.eve)
        #expect(self.muted(desk) == [.eve, .oda])
        try desk.run(.demote(.ann), by: .chair)
        try desk.run(.revokeFloor(.ben), by: .chair)
        #expect(self.muted(desk) == [.ann, .ben, .eve, .oda])
        #expect(desk.room.roster.counts.muted == 4)
        try desk.run(.unmuteAll, by: .chair)
        #expect(self.muted(desk) == [])
    }

    @Test("an order against one binds whoever it is, also after a return, until it is lifted")
    func muteOne() throws {
        var desk = try self.desk()
        try desk.run(.promote(.ann), by: .chair)
        #expect(try desk.run(.mute([.ann, .ann]), by: .chair) == [.muted(.ann, by: .chair)])
        #expect(try desk.run(.mute([.ann]), by: .chair) == [])
        try desk.run(.leave, by: .ann)
        try desk.join(.ann)
        #expect(self.muted(desk) == [.ann])
        try desk.run(.leave, by: .ann)
        #expect(try desk.run(.unmute([.ann]), by: .chair) == [.unmuted(.ann, by: .chair)])
        #expect(try desk.receipt(.unmute([.ann]), by: .chair).refused.map { $0.reason } == [.unknownParticipant])
    }

    @Test("one who is let off singly stays so until the next order against all")
    func letOff() throws {
        var desk = try self.desk()
        try desk.run(.muteAll(selfUnmute: false), by: .chair)
        try desk.run(.unmute([.ann]), by: .chair)
        #expect(self.muted(desk) == [.ben, .oda])
        try desk.run(.leave, by: .ann)
        try desk.join(.ann)
        #expect(self.muted(desk) == [.ben, .oda])
        try desk.run(.muteAll(selfUnmute: false), by: .chair)
        #expect(self.muted(desk) == [.ann, .ben, .oda])
        #expect(try desk.run(.muteAll(selfUnmute: false), by: .chair) == [])
        #expect(try desk.run(.muteAll(selfUnmute: true), by: .chair).count == 1)
    }

    @Test("unmuting all lifts single orders too, and tells nobody when there is none")
    func unmuteAll() throws {
        var desk = try self.desk()
        try desk.run(.mute([.ann]), by: .chair)
        #expect(try desk.run(.unmuteAll, by: .chair) == [.unmutedAll(by: .chair)])
        #expect(self.muted(desk) == [])
        #expect(try desk.run(.unmuteAll, by: .chair) == [])
    }

    @Test("a microphone may go on where no order binds, or where the order allows it")
    func selfUnmute() throws {
        var desk = try self.desk()
        #expect(try desk.microphone(true, .ann) == [])
        try desk.microphone(false, .ann)
        try desk.run(.muteAll(selfUnmute: true), by: .chair)
        #expect(try desk.microphone(true, .ann) == [.selfUnmuted(.ann)])
        #expect(self.muted(desk) == [.ben, .oda])
        try desk.run(.muteAll(selfUnmute: false), by: .chair)
        #expect(throws: RoomRefusal.permissionDenied) { try desk.microphone(true, .ben) }
        #expect(desk.room.roster[.ben]?.isMicrophoneOn == false)
        #expect(try desk.microphone(true, .chair) == [])
    }

    @Test("nobody lifts an order against oneself alone")
    func singleOrderStays() throws {
        var desk = try self.desk()
        try desk.run(.muteAll(selfUnmute: true), by: .chair)
        try desk.run(.mute([.ann]), by: .chair)
        #expect(throws: RoomRefusal.permissionDenied) { try desk.microphone(true, .ann) }
    }

    @Test("a microphone that was on already lifts no order, as its client may not have heard of it")
    func inFlight() throws {
        var desk = try self.desk()
        try desk.microphone(true, .ann)
        try desk.run(.muteAll(selfUnmute: true), by: .chair)
        #expect(try desk.microphone(true, .ann) == [])
        #expect(self.muted(desk) == [.ann, .ben, .oda])
        try desk.microphone(false, .ann)
        #expect(try desk.microphone(true, .ann) == [.selfUnmuted(.ann)])
    }

    @Test("who let itself off and left is bound again when it comes back")
    func selfUnmuteEndsWithLeave() throws {
        var desk = try self.desk()
        try desk.run(.muteAll(selfUnmute: true), by: .chair)
        try desk.microphone(true, .ann)
        try desk.run(.leave, by: .ann)
        try desk.join(.ann)
        #expect(self.muted(desk) == [.ann, .ben, .oda])
    }

    @Test("a report from who has no seat is refused")
    func reportWithoutSeat() throws {
        var desk = try self.desk()
        #expect(throws: RoomRefusal.notInRoom) { try desk.microphone(true, .eve) }
    }
}

@Suite("Progress of orders to be silent")
struct ProgressTests {
    private let commander = Principal.chair.session()

    /// Ann and Ben speak.
    private func desk(limits: RoomLimits = RoomLimits()) throws -> RoomDesk {
        var desk = try RoomDesk(policy: .allow, limits: limits)
        for principal in [Principal.chair, .oda, .ann, .ben] { try desk.join(principal) }
        try desk.microphone(true, .ann)
        try desk.microphone(true, .ben)
        return desk
    }

    private func notice(_ key: String, applied: Int, pending: Int) -> ProgressNotice {
        ProgressNotice(session: self.commander, key: key, applied: applied, pending: pending)
    }

    @Test("in a mesh an order waits for those who speak, and says how far it has come until nobody speaks")
    func progress() throws {
        var desk = try self.desk()
        let receipt = try desk.receipt(.muteAll(selfUnmute: true), by: .chair, key: "k")
        #expect(receipt.enforcement == .request)
        #expect(receipt.applied == 1)
        #expect(receipt.pending == 2)
        #expect(desk.room.takeProgress() == [])
        try desk.microphone(false, .ann)
        #expect(desk.room.takeProgress() == [self.notice("k", applied: 2, pending: 1)])
        #expect(desk.room.takeProgress() == [])
        try desk.run(.leave, by: .ben)
        #expect(desk.room.takeProgress() == [self.notice("k", applied: 3, pending: 0)])
        try desk.microphone(true, .ann)
        try desk.microphone(false, .ann)
        #expect(desk.room.takeProgress() == [])
    }

    @Test("who is disconnected is not waited for")
    func offline() throws {
        var desk = try self.desk()
        desk.disconnect(Principal.ann.session())
        let receipt = try desk.receipt(.mute([.ann, .ben, .eve]), by: .chair, key: "k")
        #expect(receipt.applied == 1)
        #expect(receipt.pending == 1)
        #expect(receipt.refused == [Receipt.Refused(principal: .eve, reason: .unknownParticipant)])
    }

    @Test("a participant is silent when its last microphone is off")
    func severalSessions() throws {
        var desk = try self.desk()
        try desk.join(.ann, 1)
        try desk.microphone(true, .ann, 1)
        _ = try desk.receipt(.mute([.ann]), by: .chair, key: "k")
        try desk.microphone(false, .ann)
        #expect(desk.room.takeProgress() == [])
        try desk.run(.leave, by: .ann)
        #expect(desk.room.takeProgress() == [self.notice("k", applied: 1, pending: 0)])
    }

    @Test("who is let off is waited for no longer and was not silenced")
    func released() throws {
        var desk = try self.desk()
        _ = try desk.receipt(.muteAll(selfUnmute: false), by: .chair, key: "k")
        try desk.run(.promote(.ann), by: .chair)
        #expect(desk.room.takeProgress() == [self.notice("k", applied: 1, pending: 1)])
        try desk.run(.unmuteAll, by: .chair)
        #expect(desk.room.takeProgress() == [self.notice("k", applied: 1, pending: 0)])
    }

    @Test("nobody is told when the session that gave the order has gone, or gave no key")
    func nobodyToTell() throws {
        var desk = try self.desk()
        _ = try desk.receipt(.mute([.ann]), by: .chair, key: "k")
        _ = try desk.receipt(.mute([.ben]), by: .oda)
        _ = try desk.receipt(.mute([.ben]), by: nil, key: "k")
        try desk.run(.leave, by: .chair)
        try desk.microphone(false, .ann)
        try desk.microphone(false, .ben)
        #expect(desk.room.takeProgress() == [])
    }

    @Test("of more orders than can be followed the oldest is given up")
    func bounded() throws {
        var desk = try self.desk(limits: RoomLimits(progressMax: 2))
        for key in ["a", "b", "c"] { _ = try desk.receipt(.mute([.ann]), by: .chair, key: key) }
        try desk.microphone(false, .ann)
        let notices = desk.room.takeProgress()
        #expect(notices == [self.notice("b", applied: 1, pending: 0), self.notice("c", applied: 1, pending: 0)])
    }
}
