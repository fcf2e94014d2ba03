// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A participant on the wire: who it is and a number, `"account:17"`.
public struct WireParticipant: Hashable, Sendable {
    public enum Kind: UInt8, CaseIterable, Sendable {
        case account = 1
        case terminal = 2
        case site = 3
        case guest = 4

        /// The word in front of the colon.
        public var word: String {
            switch self {
            case .account: "account"
            case .terminal: "terminal"
            case .site: "site"
            case .guest: "guest"
            }
        }

        private static let table = NameTable(Self.allCases.map { ($0.word, $0) })

        init?(word: Span<UInt8>) {
            guard let kind = Self.table.value(for: word) else { return nil }
            self = kind
        }
    }

    public let kind: Kind
    public let id: UInt64

    public init(_ kind: Kind, _ id: UInt64) {
        self.kind = kind
        self.id = id
    }
}

extension WireParticipant: WireText {
    public init?(text: Span<UInt8>) {
        guard let colon = text.indices.first(where: { text[$0] == UInt8(ascii: ":") }),
            let kind = Kind(word: text.extracting(0..<colon)),
            let id = ASCII.decimal(text.extracting(colon + 1..<text.count))
        else { return nil }
        self.init(kind, id)
    }

    public func appendText(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: self.kind.word.utf8)
        bytes.append(UInt8(ascii: ":"))
        ASCII.append(self.id, to: &bytes)
    }
}
