// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Finds the value that belongs to a name, without making a string of the name.
struct NameTable<Value: Sendable>: Sendable {
    private struct Entry: Sendable {
        let fingerprint: UInt32
        let name: [UInt8]
        let value: Value
    }

    private var entries: [Entry] = []
    /// Open addressing: indices into `entries`, -1 where there is none.
    ///
    /// At most half of the places are taken.
    private var places: [Int16]

    /// - Parameter names: No name twice.
    init(_ names: [(name: String, value: Value)]) {
        var size = 16
        while size < names.count * 2 { size *= 2 }
        self.places = Array(repeating: -1, count: size)
        for (name, value) in names {
            let bytes = Array(name.utf8)
            let fingerprint = JSONName.fingerprint(of: bytes.span)
            var place = self.firstPlace(for: fingerprint)
            while self.places[place] >= 0 {
                precondition(self.entries[Int(self.places[place])].name != bytes, "A name stands for one value")
                place = (place + 1) & (size - 1)
            }
            self.places[place] = Int16(self.entries.count)
            self.entries.append(Entry(fingerprint: fingerprint, name: bytes, value: value))
        }
    }

    func value(for name: Span<UInt8>, fingerprint: UInt32) -> Value? {
        var place = self.firstPlace(for: fingerprint)
        while self.places[place] >= 0 {
            let index = Int(self.places[place])
            if self.entries[index].fingerprint == fingerprint, Self.isEqual(self.entries[index].name, name) {
                return self.entries[index].value
            }
            place = (place + 1) & (self.places.count - 1)
        }
        return nil
    }

    func value(for name: Span<UInt8>) -> Value? {
        self.value(for: name, fingerprint: JSONName.fingerprint(of: name))
    }

    private func firstPlace(for fingerprint: UInt32) -> Int {
        Int(fingerprint ^ fingerprint >> 15) & (self.places.count - 1)
    }

    private static func isEqual(_ one: [UInt8], _ other: Span<UInt8>) -> Bool {
        guard one.count == other.count else { return false }
        for index in one.indices where one[index] != other[index] { return false }
        return true
    }
}

extension JSONReader {
    /// What `name` stands for in `table`.
    func value<Value>(of name: JSONName, in table: NameTable<Value>) -> Value? {
        guard !name.token.isEscaped else {
            return table.value(for: self.bytes(of: name.token).span, fingerprint: name.fingerprint)
        }
        return table.value(for: self.span.extracting(name.token.range), fingerprint: name.fingerprint)
    }

    /// What the string `token` stands for in `table`.
    func value<Value>(of token: JSONToken, in table: NameTable<Value>) -> Value? {
        guard !token.isEscaped else { return table.value(for: self.bytes(of: token).span) }
        return table.value(for: self.span.extracting(token.range))
    }
}
