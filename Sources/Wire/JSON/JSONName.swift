// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The name of a member, still in the bytes of the reader that gave it; only that reader can compare or spell it.
public struct JSONName: Sendable {
    /// Where the name's text is, without its quotes.
    let token: JSONToken
    /// ``fingerprint(of:)`` of the name as it reads when its escapes are undone.
    let fingerprint: UInt32

    /// A cheap hash (FNV-1a) that tells names apart most of the time.
    static func fingerprint(of name: Span<UInt8>) -> UInt32 {
        var hash = self.fingerprintOfNothing
        for index in name.indices { hash = self.fingerprint(hash, adding: name[index]) }
        return hash
    }

    static let fingerprintOfNothing: UInt32 = 0x811C_9DC5

    @inline(__always)
    static func fingerprint(_ hash: UInt32, adding byte: UInt8) -> UInt32 { (hash ^ UInt32(byte)) &* 0x0100_0193 }
}

/// The text of a string, checked but not decoded: where it is, without its quotes.
struct JSONToken {
    let start: Int
    let end: Int
    let isEscaped: Bool

    var range: Range<Int> { self.start..<self.end }
}
