// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A room on the wire: its number as nine digits, `"428913577"`.
public struct WireRoom: Hashable, Sendable {
    public let number: UInt32

    /// - Parameter number: Of at most nine digits; a larger one stops the process.
    public init(_ number: UInt32) {
        precondition(number <= 999_999_999, "A room's number has nine digits")
        self.number = number
    }
}

extension WireRoom: WireText {
    public init?(text: Span<UInt8>) {
        guard text.count == 9 else { return nil }
        var number: UInt32 = 0
        for index in text.indices {
            let digit = text[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            number = number * 10 + UInt32(digit)
        }
        self.number = number
    }

    public func appendText(to bytes: inout [UInt8]) {
        ASCII.append(UInt64(self.number), width: 9, to: &bytes)
    }
}
