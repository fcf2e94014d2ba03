// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Testing

@Suite("Replay rings")
struct ReplayRingTests {
    @Test("who saw the newest message missed nothing, who saw a future one needs a snapshot")
    func edges() {
        var ring = ReplayRing<String>(countMax: 4, bytesMax: 100, after: 7)
        #expect(ring.since(7) == [])
        #expect(ring.since(6) == nil)
        #expect(ring.since(8) == nil)
        ring.append("8", size: 1, offset: 8)
        #expect(ring.since(7) == ["8"])
        #expect(ring.since(8) == [])
        #expect(ring.since(UInt64.max) == nil)
    }

    @Test("past the count the oldest messages give way")
    func count() {
        var ring = ReplayRing<Int>(countMax: 3, bytesMax: 100)
        for offset in 1...10 { ring.append(offset, size: 1, offset: UInt64(offset)) }
        #expect(ring.since(7) == [8, 9, 10])
        #expect(ring.since(6) == nil)
        #expect(ring.count == 3 && ring.bytes == 3 && ring.lastOffset == 10)
    }

    @Test("past the bytes the oldest messages give way, and one too large leaves nothing")
    func bytes() {
        var ring = ReplayRing<Int>(countMax: 100, bytesMax: 10)
        for offset in 1...4 { ring.append(offset, size: 3, offset: UInt64(offset)) }
        #expect(ring.since(1) == [2, 3, 4] && ring.bytes == 9)
        ring.append(5, size: 10, offset: 5)
        #expect(ring.since(4) == [5] && ring.since(3) == nil)
        ring.append(6, size: 11, offset: 6)
        #expect(ring.since(5) == nil)
        #expect(ring.since(6) == [])
        ring.append(7, size: 0, offset: 7)
        #expect(ring.since(6) == [7])
    }

    @Test("after a restart only what comes then is held")
    func restart() {
        var ring = ReplayRing<Int>(countMax: 4, bytesMax: 10)
        ring.append(1, size: 1, offset: 1)
        ring.restart(after: 90)
        #expect(ring.since(1) == nil && ring.since(90) == [] && ring.bytes == 0)
        ring.append(91, size: 1, offset: 91)
        #expect(ring.since(90) == [91])
    }

    @Test("a ring of size zero holds nothing and still knows the newest offset")
    func empty() {
        var ring = ReplayRing<Int>(countMax: 0, bytesMax: 10)
        ring.append(1, size: 1, offset: 1)
        #expect(ring.since(0) == nil && ring.since(1) == [])
    }

    @Test("a ring holds the longest run of newest messages that fits", arguments: Seeds.all)
    func property(seed: UInt64) {
        var dice = Dice(seed: seed)
        let countMax = dice.roll(9)
        let bytesMax = dice.roll(40)
        var ring = ReplayRing<UInt64>(countMax: countMax, bytesMax: bytesMax)
        var sizes: [Int] = []
        for offset in UInt64(1)...60 {
            sizes.append(dice.roll(12))
            ring.append(offset, size: sizes[sizes.count - 1], offset: offset)
            var held = 0
            var bytes = 0
            while held < min(countMax, sizes.count), bytes + sizes[sizes.count - 1 - held] <= bytesMax {
                bytes += sizes[sizes.count - 1 - held]
                held += 1
            }
            #expect(ring.count == held && ring.bytes == bytes)
            for asked in UInt64(0)...offset + 1 {
                let expected = asked > offset || offset - asked > held ? nil : Array(asked..<offset).map { $0 + 1 }
                #expect(ring.since(asked) == expected, "seed \(seed) offset \(offset) since \(asked)")
            }
        }
    }

    @Test("an offset that does not follow the last one is a bug")
    func gap() async {
        await #expect(processExitsWith: .failure) {
            var ring = ReplayRing<Int>(countMax: 4, bytesMax: 10)
            ring.append(2, size: 1, offset: 2)
        }
    }
}
