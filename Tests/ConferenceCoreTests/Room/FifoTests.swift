// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing

@testable import ConferenceCore

@Suite("First in, first out")
struct FifoTests {
    @Test("elements come out in the order in which they went in, and nothing that is out is held")
    func order() {
        final class Element: Sendable {}
        var queue = Fifo<Element>()
        weak var oldest: Element?
        var expected: [ObjectIdentifier] = []
        for number in 0..<100 {
            let element = Element()
            if number == 0 { oldest = element }
            expected.append(ObjectIdentifier(element))
            queue.append(element)
        }
        #expect(oldest != nil)
        var taken: [ObjectIdentifier] = []
        for _ in 0..<60 { if let element = queue.popFirst() { taken.append(ObjectIdentifier(element)) } }
        #expect(oldest == nil)
        #expect(queue.count == 40)
        #expect(taken == Array(expected.prefix(60)))
        #expect(queue.elements.map { ObjectIdentifier($0) } == Array(expected.suffix(40)))
    }

    @Test("queues are equal when what is left in them is")
    func equality() {
        var long = Fifo<Int>()
        for number in 0..<5 { long.append(number) }
        for _ in 0..<2 { _ = long.popFirst() }
        var short = Fifo<Int>()
        for number in 2..<5 { short.append(number) }
        #expect(long == short)
        #expect(Set([long, short]).count == 1)
        long.removeAll { $0 == 3 }
        #expect(Array(long.elements) == [2, 4])
        #expect(long != short)
    }
}
