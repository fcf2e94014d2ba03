// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The 128 random bits of a resume token; printing or reflecting them shows nothing.
public struct ResumeSecret: Hashable, Sendable {
    public static let byteCount = 16

    private let high: UInt64
    private let low: UInt64

    /// - Parameter bytes: Exactly ``byteCount`` of them, from a secure source.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.high = bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) }
        self.low = bytes[8...].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The bytes themselves, for who hashes them.
    public var revealed: [UInt8] {
        [self.high, self.low].flatMap { half in
            stride(from: UInt64(56), through: 0, by: -8).map { UInt8(truncatingIfNeeded: half >> $0) }
        }
    }
}

extension ResumeSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "(secret)" }
    public var debugDescription: String { self.description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
