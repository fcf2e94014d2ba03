// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What is kept of a name's reading for sorting and searching.
public struct NameReading: Sendable, Equatable {
    /// The reading in lower-case ASCII letters and digits, without spaces.
    public let pinyin: String
    /// The first letter of each of its words.
    public let initials: String
    /// Sorts by reading, then by the name's own code points; compared byte by byte.
    public let key: [UInt8]

    /// - Parameters:
    ///   - reading: Words with anything but ASCII letters and digits between them, such as `wang wei`.
    ///   - name: As it is written.
    public init(reading: String, name: String) {
        let words = reading.lowercased().utf8.split { byte in
            !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                && !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        self.pinyin = String(decoding: words.joined(), as: UTF8.self)
        self.initials = String(decoding: words.compactMap(\.first), as: UTF8.self)
        self.key = Array(words.joined(separator: [UInt8(ascii: " ")])) + [0] + Array(name.utf8)
    }
}
