// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing

@testable import ConferenceCore

/// Long random lives of a room; a failing seed goes on failing in every process.
@Suite("Random lives of a room")
struct RoomPropertyTests {
    private static let principals = [Principal.chair, .oda, .ann, .ben, .eve, .gil, .gus]

    @Test("keep every invariant, and their logs and snapshots fold to the same room", arguments: Seeds.all)
    func randomLives(_ seed: UInt64) {
        var dice = Dice(seed: seed)
        let limits = RoomLimits(
            departuresMax: 2,
            floorQueueMax: 2,
            floorHoldersMax: 2,
            receiptsMax: 4,
            sessionsPerParticipantMax: 2,
            olderTokensMax: 2,
            chatMessagesMax: 3,
            chatBytesMax: 12,
            progressMax: 2,
            invitationsMax: 2,
            lobbyMax: 1
        )
        let policy = dice.pick(RoomInfo.SessionPolicy.allCases)
        var world = RoomWorld(policy: policy, participantsMax: 4, mesh: 2, limits: limits)
        for step in 0..<400 {
            let event = Self.event(in: world.room, &dice)
            world.apply(event)
            var wrong = world.violations()
            if step % 20 == 0 { wrong += world.snapshotViolations() }
            guard wrong.isEmpty else {
                Issue.record("seed \(seed), step \(step), after \(event): \(wrong)")
                return
            }
        }
    }

    @Test("are the same in two runs of one seed", arguments: Seeds.all.prefix(4))
    func determinism(_ seed: UInt64) {
        func live() -> [Fact] {
            var dice = Dice(seed: seed)
            var world = RoomWorld(policy: .allow, participantsMax: 4, limits: RoomLimits())
            for _ in 0..<400 { world.apply(Self.event(in: world.room, &dice)) }
            return world.room.snapshotFacts()
        }
        #expect(live() == live())
    }

    @Test("meet every kind of fact")
    func coverage() {
        var kinds: Set<Substring> = []
        for seed in 1...16 as ClosedRange<UInt64> {
            var dice = Dice(seed: seed)
            var world = RoomWorld(policy: .allow, participantsMax: 7, limits: RoomLimits())
            world.facts = []
            for _ in 0..<400 { world.apply(Self.event(in: world.room, &dice)) }
            for fact in world.facts ?? [] { kinds.insert("\(fact)".prefix { $0 != "(" }) }
        }
        // All but `opened`, which comes first, and `chatKept` and `counted`, which are in snapshots only.
        #expect(kinds.count == 28, "met \(kinds.sorted())")
    }

    /// Mostly about sessions that are there.
    private static func event(in room: Room, _ dice: inout Dice) -> RoomEvent {
        // Who waits goes away soon, so chance alone would hardly ever let anybody in.
        if room.lobby.count > 0, dice.hits(onceIn: 3) {
            let by = dice.pick([nil, Principal.chair, .oda])
            if dice.hits(onceIn: 3) { return .command(.kick(room.lobby.waiting[0].principal), by: by) }
            return .command(.admit(dice.hits(onceIn: 2) ? .all : .unit(.hebei)), by: by)
        }
        let principal = dice.pick(Self.principals)
        let present = room.sessions(of: principal)
        let isStranger = present.isEmpty || dice.hits(onceIn: 8)
        let session = isStranger ? principal.session(UInt64(dice.roll(3))) : dice.pick(present)
        switch dice.roll(12) {
        case 0, 1, 2: return .join(principal, UInt64(dice.roll(3)))
        case 3: return .lose(session)
        case 4: return .comeBack(session)
        case 5: return dice.hits(onceIn: 4) ? .resume(session, token: 0) : .confirm(session)
        case 6: return .pass(ms: Int64(dice.roll(60_000)))
        case 7, 8: return .report(session, isMicrophoneOn: dice.hits(onceIn: 2))
        default:
            let by: Principal? = dice.hits(onceIn: 8) ? nil : dice.hits(onceIn: 2) ? .chair : dice.pick(Self.principals)
            let key = dice.hits(onceIn: 2) ? "k\(dice.roll(40))" : nil
            return .command(Self.action(about: principal, &dice), by: by, key: key)
        }
    }

    private static func action(about principal: Principal, _ dice: inout Dice) -> Command.Action {
        switch dice.roll(22) {
        case 0: .requestFloor
        case 1: .releaseFloor
        case 2: .grantFloor(principal)
        case 3: .denyFloor(principal)
        case 4: .revokeFloor(principal)
        case 5: .lock
        case 6: .unlock
        case 7: .muteAll(selfUnmute: dice.hits(onceIn: 2))
        case 8: .unmuteAll
        case 9: .mute([principal, dice.pick(Self.principals)])
        case 10: .unmute([principal])
        case 11: dice.hits(onceIn: 12) ? .kick(principal) : .leave
        case 12: .promote(principal)
        case 13: .demote(principal)
        case 14: dice.hits(onceIn: 30) ? .end : .chat("hello")
        case 15: .revoke(principal.session())
        case 18: .invite(lifeMs: Int64(60_000 * (1 + dice.roll(9))))
        case 19: .revokeInvitation(InvitationNumber(UInt16(dice.hits(onceIn: 4) ? 1 : dice.roll(9))))
        case 20: .admit(dice.hits(onceIn: 2) ? .all : .unit(.hebei))
        case 21: .admit(.guests([principal]))
        default: .chat("word \(dice.roll(9))")
        }
    }
}
