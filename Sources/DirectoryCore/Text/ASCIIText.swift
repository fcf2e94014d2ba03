// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What people type where only ASCII has a meaning.
enum ASCIIText {
    /// The ASCII of `typed` without spaces around it; nil when something else is in it.
    ///
    /// Chinese input methods give full-width letters and digits, which mean the same.
    static func folded(_ typed: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        for scalar in typed.unicodeScalars {
            switch scalar.value {
            case 0x21...0x7E: bytes.append(UInt8(scalar.value))
            case 0xFF01...0xFF5E: bytes.append(UInt8(scalar.value - 0xFEE0))
            case 0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x3000, 0xFEFF: bytes.append(UInt8(ascii: " "))
            default: return nil
            }
        }
        let space = UInt8(ascii: " ")
        guard let first = bytes.firstIndex(where: { $0 != space }), let last = bytes.lastIndex(where: { $0 != space })
        else { return [] }
        return Array(bytes[first...last])
    }

    static func text(_ bytes: some Sequence<UInt8>) -> String {
        String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
}

extension UInt8 {
    var isASCIIDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    var isASCIILower: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
    var isASCIIUpper: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
    var isASCIILetter: Bool { self.isASCIILower || self.isASCIIUpper }
    var asciiLowercased: UInt8 { self.isASCIIUpper ? self + 32 : self }
    var asciiUppercased: UInt8 { self.isASCIILower ? self - 32 : self }
}
