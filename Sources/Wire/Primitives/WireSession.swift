// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A session on the wire: sixteen lower-case hexadecimal digits, `"00c2f5a81b3e9d74"`.
public struct WireSession: Hashable, Sendable {
    public let rawValue: UInt64

    public init(_ rawValue: UInt64) {
        self.rawValue = rawValue
    }
}

extension WireSession: WireText {
    public init?(text: Span<UInt8>) {
        guard text.count == 16 else { return nil }
        var value: UInt64 = 0
        for index in text.indices {
            let byte = text[index]
            guard let digit = ASCII.hexadecimalDigit(byte), !(UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte)
            else {
                return nil
            }
            value = value << 4 | UInt64(digit)
        }
        self.rawValue = value
    }

    public func appendText(to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: 16) { output in
            for place in 0..<16 {
                let digit = self.rawValue >> UInt64(60 - place * 4)
                output.append(ASCII.hexadecimal(UInt8(truncatingIfNeeded: digit) & 0x0F))
            }
        }
    }
}
