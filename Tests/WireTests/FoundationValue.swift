// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
import Wire

/// Compares with what JSONSerialization gives, and knows where that one errs.
enum FoundationValue {
    static func isEqual(_ tree: JSONTree, _ value: Any) -> Bool {
        switch tree {
        case .object(let members):
            // A dictionary takes names that Unicode holds equivalent for one, JSON does not.
            guard Set(members.map(\.name)).count == members.count else { return true }
            guard let object = value as? [String: Any], object.count == members.count else { return false }
            return members.allSatisfy { member in
                let found = object[member.name] ?? object[self.withoutMarks(member.name)]
                return found.map { self.isEqual(member.value, $0) } ?? false
            }
        case .array(let elements):
            guard let array = value as? [Any], array.count == elements.count else { return false }
            return zip(elements, array).allSatisfy { self.isEqual($0, $1) }
        case .string(let string): return (value as? String).map { self.isEqual(string, $0) } ?? false
        case .integer(let integer): return (value as? NSNumber)?.int64Value == integer
        case .double(let double): return (value as? NSNumber).map { self.isEqual(double, $0.doubleValue) } ?? false
        case .bool(let bool): return (value as? Bool) == bool
        case .null: return value is NSNull
        }
    }

    /// Whether JSONSerialization may take `bytes` for another encoding than UTF-8, or passes over a byte order mark.
    static func isForeign(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0xEF, 0xBB, 0xBF]) || bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE])
            || bytes.prefix(4).contains(0)
    }
    /// Whether `fault` is a comma in front of the end of an object or an array, which JSONSerialization passes over.
    static func isTrailingComma(_ bytes: [UInt8], _ fault: JSONFault) -> Bool {
        guard fault.kind == .syntax, let end = bytes[fault.offset...].first else { return false }
        guard end == UInt8(ascii: "}") || end == UInt8(ascii: "]") else { return false }
        let before = bytes[..<fault.offset].last { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        return before == UInt8(ascii: ",")
    }

    /// JSONSerialization drops byte order marks at the start of a string and behind escapes.
    private static func isEqual(_ one: String, _ other: String) -> Bool {
        self.withoutMarks(one).utf8.elementsEqual(self.withoutMarks(other).utf8)
    }

    private static func withoutMarks(_ string: String) -> String {
        String(string.unicodeScalars.filter { $0 != "\u{FEFF}" })
    }

    /// JSONSerialization goes by way of a decimal number, which costs the last bits.
    private static func isEqual(_ one: Double, _ other: Double) -> Bool {
        one == other || abs(one - other) <= abs(one) * 1e-14
    }
}
