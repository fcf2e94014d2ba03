// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The name of a stream of one room (docs/protocol.md, "Streams").
public enum StreamName: Hashable, Sendable {
    /// `room`: control, stage, chat, floor.
    case room
    /// `summary`: counts of the whole room.
    case summary
    /// `summary:13`: counts of one unit.
    case unitSummary(unit: UInt32)
    /// `page:1301/1`: members of one unit; pages count from 1.
    case page(unit: UInt32, page: UInt32)
    /// `publications`: who can be seen and heard by way of the media server.
    case publications
    /// `lobby`: who waits for admission.
    case lobby
    /// `self`: what is meant for one session.
    case own

    /// Whether `roster.watch` takes it.
    public var isWatchable: Bool {
        switch self {
        case .unitSummary, .page, .lobby: true
        case .room, .summary, .publications, .own: false
        }
    }
}

extension StreamName: WireText {
    private static let plain = NameTable<StreamName>([
        ("room", .room), ("summary", .summary), ("publications", .publications), ("lobby", .lobby),
        ("self", .own),
    ])
    private static let summaryPrefix = Array("summary:".utf8)
    private static let pagePrefix = Array("page:".utf8)

    public init?(text: Span<UInt8>) {
        if let name = Self.plain.value(for: text) {
            self = name
        } else if Self.isPrefix(Self.summaryPrefix, of: text) {
            guard let unit = Self.number(text.extracting(Self.summaryPrefix.count..<text.count)) else { return nil }
            self = .unitSummary(unit: unit)
        } else if Self.isPrefix(Self.pagePrefix, of: text) {
            guard let slash = text.indices.first(where: { text[$0] == UInt8(ascii: "/") }),
                let unit = Self.number(text.extracting(Self.pagePrefix.count..<slash)),
                let page = Self.number(text.extracting(slash + 1..<text.count)), page >= 1
            else { return nil }
            self = .page(unit: unit, page: page)
        } else {
            return nil
        }
    }

    public func appendText(to bytes: inout [UInt8]) {
        switch self {
        case .room: bytes.append(contentsOf: "room".utf8)
        case .summary: bytes.append(contentsOf: "summary".utf8)
        case .publications: bytes.append(contentsOf: "publications".utf8)
        case .lobby: bytes.append(contentsOf: "lobby".utf8)
        case .own: bytes.append(contentsOf: "self".utf8)
        case .unitSummary(let unit):
            bytes.append(contentsOf: "summary:".utf8)
            ASCII.append(UInt64(unit), to: &bytes)
        case .page(let unit, let page):
            bytes.append(contentsOf: "page:".utf8)
            ASCII.append(UInt64(unit), to: &bytes)
            bytes.append(UInt8(ascii: "/"))
            ASCII.append(UInt64(page), to: &bytes)
        }
    }

    private static func number(_ text: Span<UInt8>) -> UInt32? {
        ASCII.decimal(text).flatMap { UInt32(exactly: $0) }
    }

    private static func isPrefix(_ prefix: [UInt8], of text: Span<UInt8>) -> Bool {
        guard text.count >= prefix.count else { return false }
        for index in prefix.indices where text[index] != prefix[index] { return false }
        return true
    }
}
