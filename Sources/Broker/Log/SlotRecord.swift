// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import Wire

/// What stands in one slot of a room's log, as JSON that a person can read.
///
/// `{"v":1,"claim":NODE,"facts":[["locked",AT,"account:17"],…]}`. A fact is an array: its name, its time, then its
/// values in a fixed order. A later version may add values at the end of a fact and facts with new names, never change
/// what is there, so a newer binary reads an older log.
struct SlotRecord: Equatable {
    /// The version that this code writes, and the newest it reads.
    static let version: Int64 = 1

    /// A fact and the time at which it was decided.
    struct Stamped: Equatable {
        let fact: Fact
        let at: Timestamp
    }

    /// The node whose host acts for the room from this slot on; the slot's number is its epoch.
    var claim: UInt16?
    var facts: [Stamped]

    func encoded() -> [UInt8] {
        var writer = JSONWriter(reserving: 64 + self.facts.count * 192)
        writer.object { writer in
            writer.member("v", Self.version)
            if let claim = self.claim { writer.member("claim", claim) }
            writer.member("facts") { writer in
                writer.array { writer in
                    for stamped in self.facts { writer.element(LoggedFact(stamped)) }
                }
            }
        }
        return writer.bytes
    }

    /// Reads a record; throws what is wrong with it as a sentence.
    static func decode(_ bytes: [UInt8]) throws(Unreadable) -> SlotRecord {
        do {
            return try JSONReader.read(bytes) { reader throws(JSONFault) in try SlotRecord(from: &reader) }
        } catch {
            throw Unreadable(reason: "\(error.kind) at byte \(error.offset)")
        }
    }

    /// Why a record cannot be read: damaged, or written by a newer version.
    struct Unreadable: Error, Equatable {
        let reason: String
    }
}

extension SlotRecord {
    private init(from reader: inout JSONReader) throws(JSONFault) {
        self.init(claim: nil, facts: [])
        let start = reader.offset
        var version: Int64?
        try reader.beginObject()
        while let name = try reader.nextName() {
            if reader.isName(name, "v") {
                version = try reader.integer()
            } else if reader.isName(name, "claim") {
                self.claim = try reader.value()
            } else if reader.isName(name, "facts") {
                try reader.beginArray()
                while try reader.nextElement() { self.facts.append(try LoggedFact(from: &reader).stamped) }
            } else {
                try reader.skip()
            }
        }
        guard let version, version <= Self.version else { throw JSONFault(.invalidValue, at: start) }
    }
}
