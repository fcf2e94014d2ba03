// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What changed on a roster page.
///
/// Applied in this order: ``remove``, then each of ``put`` in turn, then ``next``.
public struct PageChange: Hashable, Sendable {
    /// What became of the page after this one.
    public enum Next: Hashable, Sendable {
        case unchanged
        /// This page is the last.
        case none
        case page(UInt32)
    }

    /// Puts an entry in front of another one, in place of an entry of the same participant.
    public struct Put: Hashable, Sendable {
        /// Nil puts it at the end.
        public var before: WireParticipant?
        public var entry: WireRosterEntry

        public init(before: WireParticipant?, entry: WireRosterEntry) {
            self.before = before
            self.entry = entry
        }
    }

    public var next: Next
    public var remove: [WireParticipant]
    public var put: [Put]
    /// Whether the page was merged into its neighbour; nothing follows on its stream.
    public var isClosed: Bool

    public init(next: Next = .unchanged, remove: [WireParticipant] = [], put: [Put] = [], isClosed: Bool = false) {
        self.next = next
        self.remove = remove
        self.put = put
        self.isClosed = isClosed
    }
}

extension PageChange: JSONDecodable {
    func writeMembers(to writer: inout JSONWriter) {
        switch self.next {
        case .unchanged: break
        case .none: writer.member(.next) { $0.null() }
        case .page(let page): writer.member(.next, page)
        }
        if !self.remove.isEmpty { writer.member(.remove, self.remove) }
        if !self.put.isEmpty { writer.member(.put, self.put) }
        if self.isClosed { writer.member(.closed, true) }
    }

    /// Reads the change out of the parameters of a push.
    public init(from reader: inout JSONReader) throws(JSONFault) {
        self.init()
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .next:
                let page = try reader.valueOrNull(UInt32.self)
                self.next = page.map { .page($0) } ?? .none
            case .remove: self.remove = try reader.value()
            case .put: self.put = try reader.value()
            case .closed: self.isClosed = try reader.value()
            default: try reader.skip()
            }
        }
    }
}

extension PageChange.Put: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.nullableMember(.before, self.before)
            writer.member(.entry, self.entry)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var before: WireParticipant??
        var entry: WireRosterEntry?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .before: before = .some(try reader.valueOrNull())
            case .entry: entry = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(before: try reader.required(before, .before), entry: try reader.required(entry, .entry))
    }
}
