// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
import Testing

@Suite("A room brings what is carried to what is wished")
struct MediaRoomPropertyTests {
    private static let seeds =
        1..<UInt64(
            max(1, ProcessInfo.processInfo.environment["PLENARY_SEEDS"].flatMap(Int.init) ?? 24) * 10 + 1
        )

    @Test("whatever is ordered, answered and broken in whatever order, in the end all is as ordered", arguments: seeds)
    func endsAsOrdered(_ seed: UInt64) {
        var world = MediaRoomWorld(seed: seed)
        for _ in 0..<300 { world.step() }
        world.calmDown()
        world.check()
    }
}
