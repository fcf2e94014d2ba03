// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Digits as bytes.
enum ASCII {
    /// The value of a hexadecimal digit of either case.
    @inline(__always)
    static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The lower-case hexadecimal digit of a value below 16.
    @inline(__always)
    static func hexadecimal(_ digit: UInt8) -> UInt8 {
        digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }

    /// Appends `number` in decimal, filled up with zeros to at least `width` digits.
    static func append(_ number: UInt64, width: Int = 1, to bytes: inout [UInt8]) {
        guard number > 9 || width > 1 else { return bytes.append(UInt8(ascii: "0") + UInt8(number)) }
        bytes.append(addingCapacity: max(width, 20)) { output in
            var rest = number
            repeat {
                let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
                output.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
                rest = quotient
            } while rest > 0
            while output.count < width { output.append(UInt8(ascii: "0")) }
            var low = 0
            var high = output.count - 1
            while low < high {
                output.swapAt(low, high)
                low += 1
                high -= 1
            }
        }
    }

    /// The number that `text` is in decimal, without sign and leading zeros; nil for anything else.
    static func decimal(_ text: Span<UInt8>) -> UInt64? {
        guard !text.isEmpty, text.count <= 20, text.count == 1 || text[0] != UInt8(ascii: "0") else { return nil }
        var number: UInt64 = 0
        for index in text.indices {
            let digit = text[index] &- UInt8(ascii: "0")
            let (tens, isTooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, isOver) = tens.addingReportingOverflow(UInt64(digit))
            guard digit < 10, !isTooLarge, !isOver else { return nil }
            number = sum
        }
        return number
    }
}
