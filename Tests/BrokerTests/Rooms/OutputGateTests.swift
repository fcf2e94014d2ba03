// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing

@testable import Broker

@Suite("The output gate")
struct OutputGateTests {
    /// A gate that lists what comes out.
    private final class Gate {
        private var gate: OutputGate<String>

        init(durable: Slot) {
            self.gate = OutputGate(durable: durable)
        }

        var heldCount: Int { self.gate.heldCount }

        func passes(_ output: String, after slot: Slot) -> Bool { self.gate.passes(output, after: slot) }
        func discard() -> [String] { self.gate.discard() }

        func open(upTo slot: Slot) -> [String] {
            var released: [String] = []
            self.gate.open(upTo: slot) { released.append($0) }
            return released
        }
    }

    @Test("what rests on durable slots passes at once")
    func passing() {
        let gate = Gate(durable: 3)
        #expect(gate.passes("a", after: 3))
        #expect(gate.passes("b", after: 0))
        #expect(gate.heldCount == 0)
    }

    @Test("nothing leaves before the slot it rests on is durable")
    func holding() {
        let gate = Gate(durable: 3)
        #expect(!gate.passes("a", after: 4))
        #expect(!gate.passes("b", after: 5))
        #expect(gate.heldCount == 2)
        #expect(gate.open(upTo: 3) == [])
        #expect(gate.open(upTo: 4) == ["a"])
        #expect(gate.open(upTo: 5) == ["b"])
        #expect(gate.heldCount == 0)
    }

    @Test("what rests on less waits behind what was meant before it")
    func order() {
        let gate = Gate(durable: 3)
        #expect(!gate.passes("a", after: 5))
        #expect(!gate.passes("b", after: 3))
        #expect(!gate.passes("c", after: 4))
        #expect(gate.open(upTo: 4) == [])
        #expect(gate.open(upTo: 5) == ["a", "b", "c"])
        #expect(gate.passes("d", after: 5))
    }

    @Test("what is discarded never leaves")
    func discarding() {
        let gate = Gate(durable: 0)
        _ = gate.passes("a", after: 1)
        _ = gate.passes("b", after: 2)
        #expect(gate.discard() == ["a", "b"])
        #expect(gate.heldCount == 0)
        #expect(gate.open(upTo: 2) == [])
    }

    @Test("durability that goes back stops the process")
    func regress() async {
        await #expect(processExitsWith: .failure) {
            var gate = OutputGate<String>(durable: 3)
            gate.open(upTo: 2) { _ in }
        }
    }
}
