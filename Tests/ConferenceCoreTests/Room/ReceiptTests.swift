// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Testing

@Suite("Receipts and idempotency keys")
struct ReceiptTests {
    private func desk(receiptsMax: Int = 1_024) throws -> RoomDesk {
        var desk = try RoomDesk(limits: RoomLimits(receiptsMax: receiptsMax))
        for principal in [Principal.chair, .oda, .ann] { try desk.join(principal) }
        return desk
    }

    @Test("a command with a known key is not carried out again and gets its first receipt")
    func sameKey() throws {
        var desk = try self.desk()
        let first = try desk.receipt(.chat("hello"), by: .ann, key: "m1")
        desk.wait(ms: 1_000)
        let again = try desk.decide(.chat("hello"), by: .ann, key: "m1")
        #expect(again.facts == [])
        #expect(again.answer == .receipt(first))
        #expect(try desk.decide(.chat("hello"), by: .ann, key: "m2").facts.count == 2)
    }

    @Test("a key belongs to its principal, the system's included")
    func scope() throws {
        var desk = try self.desk()
        _ = try desk.receipt(.lock, by: .chair, key: "k")
        #expect(try desk.decide(.unlock, by: .oda, key: "k").facts.count == 2)
        #expect(try desk.decide(.unlock, by: nil, key: "k").facts.count == 2)
        #expect(try desk.decide(.unlock, by: .chair, key: "k").facts == [])
    }

    @Test("a command without a key is not remembered")
    func noKey() throws {
        var desk = try self.desk()
        #expect(try desk.run(.chat("hello"), by: .ann).count == 1)
        #expect(try desk.run(.chat("hello"), by: .ann).count == 1)
    }

    @Test("a refused command may be tried again under its key")
    func refused() throws {
        var desk = try self.desk()
        #expect(desk.refusal(.denyFloor(.ann), by: .chair, key: "k") == .floorNotRequested)
        try desk.run(.requestFloor, by: .ann)
        #expect(desk.refusal(.denyFloor(.ann), by: .chair, key: "k") == nil)
    }

    @Test("who ended the room gets its receipt again, though its seat is gone")
    func afterTheEnd() throws {
        var desk = try self.desk()
        let first = try desk.receipt(.end, by: .chair, key: "k9")
        #expect(first.applied == 3)
        #expect(try desk.decide(.end, by: .chair, key: "k9").answer == .receipt(first))
        #expect(desk.refusal(.end, by: .chair, key: "k10") == .roomEnded)
    }

    @Test("the newest receipts are kept, the oldest forgotten first")
    func bounded() throws {
        var desk = try self.desk(receiptsMax: 3)
        for key in ["a", "b", "c", "d"] { _ = try desk.receipt(.chat("hello"), by: .ann, key: key) }
        #expect(try desk.decide(.chat("hello"), by: .ann, key: "b").facts == [])
        #expect(try desk.decide(.chat("hello"), by: .ann, key: "a").facts.count == 2)
    }

    @Test("keys outlive a restart")
    func restart() throws {
        var desk = try self.desk()
        let first = try desk.receipt(.lock, by: .chair, key: "k")
        desk.room = Room(limits: desk.room.limits, restoring: desk.log, now: desk.now)
        #expect(try desk.decide(.lock, by: .chair, key: "k").answer == .receipt(first))
    }
}
