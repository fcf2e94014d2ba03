// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Damages JSON texts in ways that are likely to matter.
struct Mutator {
    private static let fragments = [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "null", "true", "false", "0", "-", "-0", "1e5", "1E+400", "0.5", "1.",
        "01",
        "9007199254740991", "9007199254740992", "-9007199254740993", "18446744073709551616", "\\u0041",
        "\\ud83d\\ude00",
        "\\ud800", "\\udc00", "\\n", "\\x", "\u{0}", "\u{1F}", "\u{7F}", "\u{FEFF}", "\u{2028}", "王", "😀", "\"a\":1,",
        "\"a\":1,\"a\":2", "{\"a\":{}}", " ", "\t\r\n", "[[[[[[[[[[[[[[[[", "/", "//", "NaN", "\"jsonrpc\":\"2.0\",",
        "\"id\":null", "\"params\":[]", "\"id\":1.0", "e\u{301}", "\u{E9}",
    ].map { Array($0.utf8) }

    var random: SeededGenerator

    init(seed: UInt64) {
        self.random = SeededGenerator(seed: seed)
    }

    /// One to four changes.
    mutating func mutated(_ text: [UInt8], other: [UInt8]) -> [UInt8] {
        var text = text
        for _ in 0...Int.random(in: 0...3, using: &self.random) { self.mutate(&text, other: other) }
        return text
    }

    private mutating func mutate(_ text: inout [UInt8], other: [UInt8]) {
        let place = Int.random(in: 0...text.count, using: &self.random)
        let end = min(text.count, place + Int.random(in: 0...12, using: &self.random))
        switch Int.random(in: 0..<9, using: &self.random) {
        case 0: text.removeSubrange(place..<end)
        case 1: text.removeSubrange(place...)
        case 2: text.insert(contentsOf: text[place..<end], at: place)
        case 3, 4: text.insert(contentsOf: Self.fragments.randomElement(using: &self.random) ?? [], at: place)
        case 5: text.replaceSubrange(place..<end, with: Self.fragments.randomElement(using: &self.random) ?? [])
        case 6: text.insert(.random(in: 0...255, using: &self.random), at: place)
        case 7: text.insert(contentsOf: other, at: place)
        default:
            guard place < text.count else { return }
            text[place] ^= 1 << UInt8.random(in: 0...7, using: &self.random)
        }
    }

    mutating func bytes(upTo count: Int) -> [UInt8] {
        (0..<Int.random(in: 0...count, using: &self.random)).map { _ in .random(in: 0...255, using: &self.random) }
    }
}
