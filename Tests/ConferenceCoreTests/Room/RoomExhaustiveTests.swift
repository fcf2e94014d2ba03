// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing

@testable import ConferenceCore

/// Every sequence of six events, from rooms as small as they can be while their parts still meet.
///
/// Sequences that lead to equal worlds go on together, so that each world is looked at once for every event.
@Suite("Every sequence of six events")
struct RoomExhaustiveTests {
    static let ann = Principal.ann.session()
    static let annAgain = Principal.ann.session(1)

    private static let seats: [RoomEvent] = [
        .join(.chair, 0), .join(.ann, 0), .join(.ann, 1), .join(.ben, 0), .command(.leave, by: .ann),
        .lose(Self.ann), .comeBack(Self.ann), .resume(Self.ann, token: 0), .confirm(Self.ann), .pass(ms: 60_000),
        .command(.kick(.ann), by: .chair), .command(.requestFloor, by: .ann), .command(.lock, by: .chair),
        .command(.end, by: .chair, key: "e"), .lose(Self.annAgain),
    ]

    private static let orders: [RoomEvent] = [
        .report(Self.ann, isMicrophoneOn: true), .report(Self.ann, isMicrophoneOn: false),
        .command(.muteAll(selfUnmute: true), by: .chair, key: "a"), .command(.muteAll(selfUnmute: false), by: .chair),
        .command(.mute([.ann]), by: .chair, key: "b"), .command(.unmute([.ann]), by: .chair),
        .command(.unmuteAll, by: .chair), .command(.promote(.ann), by: .chair), .command(.demote(.ann), by: .chair),
        .command(.grantFloor(.ann), by: .chair), .command(.releaseFloor, by: .ann), .join(.ann, 1),
    ]

    private static let guests: [RoomEvent] = [
        .command(.invite(lifeMs: 60_000), by: .chair, key: "i"),
        .command(.invite(lifeMs: 90_000), by: .chair, key: "j"),
        .join(.gil, 0), .join(.gus, 0), .command(.admit(.all), by: .chair),
        .command(.admit(.guests([.gil])), by: .chair),
        .command(.admit(.unit(.hebei)), by: .chair), .command(.revokeInvitation(InvitationNumber(1)), by: .chair),
        .command(.kick(.gil), by: .chair), .command(.leave, by: .gil), .command(.lock, by: .chair),
        .command(.end, by: .chair), .pass(ms: 10_000), .pass(ms: 55_000),
    ]

    @Test("keeps every invariant of invitations, lobby and admission")
    func guests() {
        let limits = RoomLimits(receiptsMax: 1, olderTokensMax: 1, invitationsMax: 1, lobbyMax: 1)
        var world = RoomWorld(policy: .replace, limits: limits)
        world.apply(.join(.chair, 0))
        let count = Self.explore(world, Self.guests, depth: 6)
        #expect(count > 1_000)
    }

    @Test("keeps every invariant of seats", arguments: RoomInfo.SessionPolicy.allCases)
    func seats(_ policy: RoomInfo.SessionPolicy) {
        let limits = RoomLimits(departuresMax: 1, receiptsMax: 1, olderTokensMax: 1)
        let count = Self.explore(RoomWorld(policy: policy, limits: limits), Self.seats, depth: 6)
        #expect(count > 1_000)
    }

    @Test("keeps every invariant of roles, floor and orders to be silent")
    func orders() {
        var world = RoomWorld(policy: .replace, limits: RoomLimits(receiptsMax: 1, progressMax: 1))
        world.apply(.join(.chair, 0))
        world.apply(.join(.ann, 0))
        let count = Self.explore(world, Self.orders, depth: 6)
        #expect(count > 1_000)
    }

    /// The number of different worlds met.
    private static func explore(_ start: RoomWorld, _ events: [RoomEvent], depth: Int) -> Int {
        var frontier = [start]
        var seen: Set<RoomWorld.Key> = [start.key]
        for _ in 1...depth {
            var next: [RoomWorld] = []
            for world in frontier {
                for event in events {
                    var after = world
                    after.apply(event)
                    let isNew = seen.insert(after.key).inserted
                    // The roster alone is no part of the key, so it is looked at on every way to a world.
                    let wrong =
                        isNew ? after.violations() + after.snapshotViolations() : after.room.rosterViolations()
                    if !wrong.isEmpty {
                        Issue.record("after \(event): \(wrong)")
                        return seen.count
                    }
                    if isNew { next.append(after) }
                }
            }
            frontier = next
        }
        return seen.count
    }
}
