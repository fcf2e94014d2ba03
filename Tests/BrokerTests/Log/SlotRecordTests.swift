// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import SimulationKit
import Testing
import Wire

@testable import Broker

@Suite("Records of the log")
struct SlotRecordTests {
    private let at = Timestamp(ms: 1_764_000_000_789)

    private func record(_ facts: [Fact]) -> SlotRecord {
        SlotRecord(claim: nil, facts: facts.map { SlotRecord.Stamped(fact: $0, at: self.at) })
    }

    private func text(_ record: SlotRecord) -> String { String(decoding: record.encoded(), as: UTF8.self) }

    private func decode(_ text: String) throws -> SlotRecord { try SlotRecord.decode(Array(text.utf8)) }

    @Test("every kind of fact has a sample")
    func exhaustive() {
        let kinds = Set(FactSamples.all.map { FactSamples.kind($0) })
        #expect(kinds == Set(0..<FactSamples.kindsCount))
    }

    @Test("a fact is read as it was written", arguments: FactSamples.all)
    func roundTrip(fact: Fact) throws {
        let record = self.record([fact])
        #expect(try SlotRecord.decode(record.encoded()) == record)
    }

    @Test("facts of one slot keep their order, their times and the claim")
    func wholeRecord() throws {
        let facts = FactSamples.all.enumerated().map {
            SlotRecord.Stamped(fact: $1, at: Timestamp(ms: Int64($0) * 1_000))
        }
        for claim in [nil, UInt16(0), UInt16.max] {
            let record = SlotRecord(claim: claim, facts: facts)
            #expect(try SlotRecord.decode(record.encoded()) == record)
        }
    }

    @Test("a refusal is kept by a name of its own, whatever limit it spoke of")
    func refusals() {
        let names = FactSamples.refusals.map(\.logName)
        #expect(Set(names).count == names.count)
        #expect(names.map { RoomRefusal(logName: $0) } == FactSamples.refusals)
        #expect(RoomRefusal(logName: "bored") == nil)
    }

    @Test("the bytes in the log do not change", arguments: GoldenRecord.all)
    func golden(golden: GoldenRecord) throws {
        #expect(self.text(golden.record) == golden.text)
        #expect(try self.decode(golden.text) == golden.record)
    }

    @Test("counters of a log from before there were invitations are read")
    func olderCounters() throws {
        let record = try self.decode(#"{"v":1,"facts":[["counted",11,1,2]]}"#)
        let counters = RoomCounters(publicOffset: 1, seatings: 2, invitations: 0)
        #expect(record == SlotRecord(claim: nil, facts: [.init(fact: .counted(counters), at: Timestamp(ms: 11))]))
    }

    @Test("what a later version adds behind known values and beside known members is passed over")
    func later() throws {
        let text = #"{"v":1,"x":{"y":[]},"facts":[["locked",1,"account:17",{"why":[1]},null]],"claim":3,"z":0}"#
        let fact = Fact.locked(by: Principal(.account, 17))
        #expect(try self.decode(text) == SlotRecord(claim: 3, facts: [.init(fact: fact, at: Timestamp(ms: 1))]))
    }

    @Test("behind a seat's tokens stands its generation or null, and what a later version adds is passed over")
    func seatGeneration() throws {
        let bare = self.text(self.record([.seated(FactSamples.seat)]))
        for (tail, seat) in [
            ("", FactSamples.seat), (",null", FactSamples.seat), (",null,[7],8", FactSamples.seat),
            (",4294967295", FactSamples.generationSeat), (",4294967295,{\"x\":[]},8", FactSamples.generationSeat),
        ] {
            let text = bare.replacing("]]]}", with: "]\(tail)]]}")
            #expect(try self.decode(text) == self.record([.seated(seat)]), "\(tail)")
        }
        #expect(throws: (any Error).self) { try self.decode(bare.replacing("]]]}", with: "],-1]]}")) }
    }

    @Test(
        "what cannot be read is refused with a reason",
        arguments: [
            #"{"v":1,"facts":[["danced",1]]}"#, #"{"v":2,"facts":[]}"#, #"{"facts":[]}"#, "", "[]",
            #"{"v":1,"facts":[[]]}"#,
            #"{"v":1,"facts":[["locked"]]}"#, #"{"v":1,"facts":[["locked",1]]}"#, #"{"v":1,"facts":[["locked",1,17]]}"#,
            #"{"v":1,"facts":[["vacated",1,"00000000000000ab",99]]}"#,
            #"{"v":1,"facts":[["vacated",1,"00000000000000ab",-1]]}"#,
            #"{"v":1,"claim":65536,"facts":[]}"#,
            #"{"v":1,"facts":[["opened",4,"028913577","t","account:17",500,1,"mesh",4,1]]}"#,
            #"{"v":1,"facts":[["opened",4,"428913577","t","account:17",500,1,"sfu",4,1]]}"#,
            #"{"v":1,"facts":[["answered",6,null,"k4",1,2,2,6,58,["site:9"],["bored"]]]}"#,
            #"{"v":1,"facts":[["answered",6,null,"k4",1,2,2,6,58,["site:9"],[]]]}"#,
        ]
    )
    func refused(text: String) {
        do {
            let record = try SlotRecord.decode(Array(text.utf8))
            Issue.record("it was read as \(record)")
        } catch {
            #expect(!error.reason.isEmpty)
        }
    }

    @Test("no damage to a record stops the process", arguments: UInt64(0)..<8)
    func mutation(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let whole = self.record(FactSamples.all).encoded()
        let alphabet = Array("\"[]{}:,0123456789-.eEtfn\\u\u{0}\u{7F}é".utf8)
        var readable = 0
        for _ in 0..<500 {
            var bytes = random.oneIn(2) ? self.record([random.pick(FactSamples.all)]).encoded() : whole
            for _ in 0..<random.within(1...4) where !bytes.isEmpty {
                let index = random.below(bytes.count)
                switch random.below(4) {
                case 0: bytes.remove(at: index)
                case 1: bytes.insert(random.pick(alphabet), at: index)
                case 2: bytes[index] = UInt8(truncatingIfNeeded: random.next())
                default: bytes.removeLast(random.below(bytes.count))
                }
            }
            guard let record = try? SlotRecord.decode(bytes) else { continue }
            // What can be read can be written and read again.
            readable += 1
            #expect((try? SlotRecord.decode(record.encoded())) == record)
        }
        #expect(readable > 0)
    }

    @Test("a record that holds anything at all folds into a room without a stop", arguments: UInt64(0)..<4)
    func folding(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var facts = FactSamples.all.map { SlotRecord.Stamped(fact: $0, at: self.at) }
        facts.shuffle(using: &random)
        let record = SlotRecord(claim: nil, facts: facts).encoded()
        let logged = LoggedRoom(snapshot: nil, entries: [LoggedRoom.Entry(slot: 1, record: record)])
        let stage = HostStage(logged: logged)
        stage.load()
        stage.settle()
        #expect(stage.host.phase == .serving)
    }
}
