// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Testing

@Suite("Control of a room")
struct RoomControlTests {
    /// Chair, operator, Ann and Ben.
    private func desk() throws -> RoomDesk {
        var desk = try RoomDesk()
        for principal in [Principal.chair, .oda, .ann, .ben] { try desk.join(principal) }
        return desk
    }

    static let controls: [Command.Action] = [
        .lock, .unlock, .muteAll(selfUnmute: true), .unmuteAll, .mute([.ben]), .unmute([.ben]), .kick(.ben),
        .promote(.ben), .demote(.ben), .end, .grantFloor(.ben), .denyFloor(.ben), .revokeFloor(.ben),
        .admit(.all), .revokeInvitation(InvitationNumber(1)),
    ]

    @Test("chair, operator and system may control the room, attendees and presenters may not", arguments: Self.controls)
    func permissions(_ action: Command.Action) throws {
        var desk = try self.desk()
        try desk.run(.promote(.ann), by: .chair)
        #expect(desk.refusal(action, by: .ann) == .permissionDenied)
        #expect(desk.refusal(action, by: .ben) == .permissionDenied)
        for actor in [Principal.chair, .oda, nil] { #expect(desk.refusal(action, by: actor) != .permissionDenied) }
    }

    @Test(
        "who has no seat may do nothing",
        arguments: Self.controls + [.requestFloor, .releaseFloor, .chat("x"), .leave]
    )
    func notSeated(_ action: Command.Action) throws {
        let desk = try self.desk()
        #expect(desk.refusal(action, by: .eve) == .notInRoom)
    }

    @Test(
        "in a room that is over everything is refused",
        arguments: Self.controls + [.requestFloor, .releaseFloor, .chat("x"), .leave]
    )
    func afterTheEnd(_ action: Command.Action) throws {
        var desk = try self.desk()
        try desk.run(.end, by: .chair)
        #expect(desk.refusal(action, by: .chair) == .roomEnded)
    }

    @Test("roles are chair, operator, presenter, attendee, and the first that applies counts")
    func roles() throws {
        var desk = try self.desk()
        try desk.run(.promote(.ann), by: .oda)
        try desk.run(.promote(.oda), by: .chair)
        #expect(try desk.run(.promote(.chair), by: .oda) == [])
        let roles = [Principal.chair, .oda, .ann, .ben].map { desk.room.roster[$0]?.role }
        #expect(roles == [.chair, .operator, .presenter, .attendee])
        #expect(desk.room.presenters.map { $0.principal } == [.ann, .oda])
    }

    @Test("locking what is locked tells nobody")
    func lockTwice() throws {
        var desk = try self.desk()
        #expect(try desk.run(.unlock, by: .chair) == [])
        #expect(try desk.run(.lock, by: .chair) == [.locked(by: .chair)])
        #expect(try desk.run(.lock, by: .oda) == [])
        #expect(desk.room.isLocked)
        #expect(try desk.run(.unlock, by: nil) == [.unlocked(by: nil)])
    }

    @Test("a kick removes every session at once and keeps the participant out until the room ends")
    func kick() throws {
        var desk = try RoomDesk(policy: .allow)
        try desk.join(.chair)
        try desk.join(.ann, media: true)
        try desk.join(.ann, 1)
        try desk.run(.requestFloor, by: .ann)
        let sessions = [Principal.ann.session(), Principal.ann.session(1)]
        #expect(
            try desk.run(.kick(.ann), by: .chair) == [
                .kicked(.ann, by: .chair), .vacated(sessions[0], .kicked), .meshLeft(sessions[0]),
                .vacated(sessions[1], .kicked), .floorReleased(.ann),
            ]
        )
        #expect(desk.joinRefusal(.ann, 2) == .kicked)
        #expect(desk.refusal(.requestFloor, by: .ann) == .notInRoom)
        #expect(try desk.receipt(.kick(.ann), by: .chair).applied == 1)
    }

    @Test("nobody but the system removes the chair")
    func kickChair() throws {
        var desk = try self.desk()
        #expect(desk.refusal(.kick(.chair), by: .oda) == .permissionDenied)
        #expect(desk.refusal(.kick(.chair), by: .chair) == .permissionDenied)
        try desk.run(.kick(.chair), by: nil)
        #expect(desk.joinRefusal(.chair) == .kicked)
    }

    @Test("commands about who is not there say so")
    func unknownParticipant() throws {
        let desk = try self.desk()
        for action in [Command.Action.kick(.eve), .promote(.eve), .demote(.eve), .grantFloor(.eve), .denyFloor(.eve)] {
            #expect(desk.refusal(action, by: .chair) == .unknownParticipant)
        }
    }

    @Test("a presenter is demoted once, present or not")
    func demote() throws {
        var desk = try self.desk()
        try desk.run(.promote(.ann), by: .chair)
        #expect(try desk.run(.promote(.ann), by: .chair) == [])
        try desk.run(.leave, by: .ann)
        #expect(try desk.run(.demote(.ann), by: .chair) == [.demoted(.ann, name: "P2", by: .chair)])
        #expect(desk.refusal(.demote(.ann), by: .chair) == .unknownParticipant)
        #expect(try desk.run(.demote(.ben), by: .chair) == [])
    }

    @Test("the end leaves nothing behind and tells how many it sent away")
    func end() throws {
        var desk = try self.desk()
        try desk.run(.lock, by: .chair)
        try desk.run(.requestFloor, by: .ann)
        try desk.run(.chat("Good morning"), by: .ann)
        try desk.run(.kick(.ben), by: .chair)
        desk.disconnect(Principal.ann.session())
        #expect(try desk.receipt(.end, by: .chair).applied == 3)
        #expect(desk.room.isEnded)
        #expect(desk.room.sessions == [])
        #expect(desk.room.roster.count == 0)
        #expect(desk.room.nextDeadline == nil)
        #expect(desk.joinRefusal(.ann) == .roomEnded)
    }

    @Test("the room's offset counts public facts alone")
    func offset() throws {
        var desk = try self.desk()
        #expect(desk.room.publicOffset == 0)
        #expect(try desk.receipt(.lock, by: .chair).offset == 1)
        #expect(try desk.receipt(.lock, by: .chair).offset == 1)
        try desk.run(.leave, by: .ben)
        #expect(try desk.receipt(.chat("hello"), by: .ann).offset == 2)
        #expect(desk.room.publicOffset == 2)
    }

    @Test("chat is kept for later comers, bounded in number and bytes")
    func chat() throws {
        var desk = try RoomDesk(limits: RoomLimits(chatMessagesMax: 3, chatBytesMax: 10))
        try desk.join(.ann)
        for text in ["one", "two", "three", "four"] { try desk.run(.chat(text), by: .ann) }
        #expect(desk.room.chat.map { $0.text } == ["three", "four"])
        #expect(desk.room.chat.map { $0.offset } == [3, 4])
        try desk.run(.chat("far too long"), by: .ann)
        #expect(desk.room.chat == [])
        #expect(desk.refusal(.chat("x"), by: nil) == .notInRoom)
    }
}
