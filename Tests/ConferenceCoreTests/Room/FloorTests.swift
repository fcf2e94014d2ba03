// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Testing

@Suite("The floor")
struct FloorTests {
    private func desk(queue: Int = 128, holders: Int = 4) throws -> RoomDesk {
        var desk = try RoomDesk(limits: RoomLimits(floorQueueMax: queue, floorHoldersMax: holders))
        for principal in [Principal.chair, .ann, .ben, .eve] { try desk.join(principal) }
        return desk
    }

    @Test("hands go up in order and come down by release")
    func queue() throws {
        var desk = try self.desk()
        #expect(try desk.run(.requestFloor, by: .ben) == [.floorRequested(.ben, name: "P3")])
        #expect(try desk.run(.requestFloor, by: .ann) == [.floorRequested(.ann, name: "P2")])
        #expect(try desk.run(.requestFloor, by: .ben) == [])
        #expect(desk.room.floor.queue.map { $0.principal } == [.ben, .ann])
        #expect(desk.room.roster[.ben]?.hasHandUp == true)
        #expect(desk.room.roster.counts.hands == 2)
        #expect(try desk.run(.releaseFloor, by: .ben) == [.floorReleased(.ben)])
        #expect(desk.refusal(.releaseFloor, by: .ben) == .floorNotHeld)
        #expect(desk.room.roster.counts.hands == 1)
    }

    @Test("a grant takes the hand down and gives the floor, asked for or not")
    func grant() throws {
        var desk = try self.desk()
        try desk.run(.requestFloor, by: .ann)
        #expect(try desk.run(.grantFloor(.ann), by: .chair) == [.floorGranted(.ann, name: "P2", by: .chair)])
        #expect(try desk.run(.grantFloor(.ben), by: .chair) == [.floorGranted(.ben, name: "P3", by: .chair)])
        #expect(try desk.run(.grantFloor(.ann), by: .chair) == [])
        #expect(try desk.run(.requestFloor, by: .ann) == [])
        #expect(desk.room.floor.holders.map { $0.principal } == [.ann, .ben])
        #expect(desk.room.floor.queue == [])
        #expect(desk.room.roster.counts.hands == 0)
    }

    @Test("a hand is denied, the floor revoked, and neither in place of the other")
    func denyAndRevoke() throws {
        var desk = try self.desk()
        try desk.run(.requestFloor, by: .ann)
        #expect(desk.refusal(.revokeFloor(.ann), by: .chair) == .floorNotHeld)
        #expect(try desk.run(.denyFloor(.ann), by: .chair) == [.floorDenied(.ann, by: .chair)])
        #expect(desk.refusal(.denyFloor(.ann), by: .chair) == .floorNotRequested)
        try desk.run(.grantFloor(.ann), by: .chair)
        #expect(desk.refusal(.denyFloor(.ann), by: .chair) == .floorNotRequested)
        #expect(try desk.run(.revokeFloor(.ann), by: .chair) == [.floorRevoked(.ann, by: .chair)])
    }

    @Test("queue and holders are bounded")
    func bounds() throws {
        var desk = try self.desk(queue: 1, holders: 1)
        try desk.run(.requestFloor, by: .ann)
        #expect(desk.refusal(.requestFloor, by: .ben) == .floorQueueFull(limit: 1))
        try desk.run(.grantFloor(.ann), by: .chair)
        #expect(desk.refusal(.requestFloor, by: .ben) == nil)
        #expect(desk.refusal(.grantFloor(.ben), by: .chair) == .floorBusy(limit: 1))
    }
}
