// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Why bytes were refused by a ``JSONReader``, and where.
public struct JSONFault: Error, Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Breaks the grammar of RFC 8259, ends early, goes on after its end, or starts with a byte order mark.
        case syntax
        /// Not UTF-8 (RFC 3629), surrogates and overlong forms included.
        case invalidUTF8
        /// Half of a surrogate pair, written as an escape.
        case loneSurrogate
        /// Nested deeper than ``WireLimits/depth``.
        case tooDeep
        /// A member appears twice in one object.
        case duplicateMember
        /// More than ``WireLimits/objectMembers`` in one object.
        case tooManyMembers
        /// An integer beyond ``WireLimits/integerMax``, or a number beyond what a double holds.
        case numberOutOfRange
        /// Sound JSON of another type than was asked for.
        case wrongType
        /// The right type, but not one of the values that are allowed.
        case invalidValue
        /// A member that must be there is not.
        case missingMember(String)
    }

    public let kind: Kind
    /// Index of the byte at which the fault was noticed.
    public let offset: Int

    public init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }

    /// Whether the bytes are not acceptable JSON at all, whoever asks for what; else only the content is wrong.
    public var isMalformed: Bool {
        switch self.kind {
        case .syntax, .invalidUTF8, .loneSurrogate, .tooDeep, .duplicateMember, .tooManyMembers, .numberOutOfRange: true
        case .wrongType, .invalidValue, .missingMember: false
        }
    }
}

extension JSONFault: CustomStringConvertible {
    public var description: String {
        let what =
            switch self.kind {
            case .syntax: "not JSON"
            case .invalidUTF8: "not UTF-8"
            case .loneSurrogate: "half of a surrogate pair"
            case .tooDeep: "nested too deeply"
            case .duplicateMember: "a member twice"
            case .tooManyMembers: "too many members"
            case .numberOutOfRange: "a number out of range"
            case .wrongType: "another type than expected"
            case .invalidValue: "a value that is not allowed"
            case .missingMember(let name): "the member \(name) is missing"
            }
        return "\(what) at byte \(self.offset)"
    }
}
