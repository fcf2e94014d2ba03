// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The stream `publications`: who can be seen and heard by way of the media server, as it was told last.
///
/// Bounded whatever the room's size: ``listedMax`` are listed, the others are counted.
public struct Publications: Sendable {
    /// Everything that a snapshot says.
    public struct State: Hashable, Sendable {
        /// Another value means that everything is to be published and subscribed to anew.
        public var generation: UInt64 = 0
        public var isReady = false
        public var more = 0
        public var entries: [SessionID: Publication] = [:]

        public init() {}
    }

    /// What has changed since the last message.
    public struct Delta: Hashable, Sendable {
        public let offset: UInt64
        public let generation: UInt64?
        public let isReady: Bool?
        public let more: Int?
        /// Sorted, as the next is.
        public let remove: [SessionID]
        public let put: [Publication]
    }

    public static let listedMax = 64

    public private(set) var offset: UInt64 = 0
    public private(set) var state = State()

    public init() {}

    /// Moves what is told to the present; nil when nothing is different.
    ///
    /// Costs O(n log n) for n publishers.
    public mutating func publish(_ all: [Publication], generation: UInt64, isReady: Bool) -> Delta? {
        var next = State()
        next.generation = generation
        next.isReady = isReady
        next.more = max(0, all.count - Self.listedMax)
        let listed = all.count > Self.listedMax ? all.sorted { $0.importance < $1.importance } : all
        for each in listed.prefix(Self.listedMax) { next.entries[each.session] = each }
        guard next != self.state else { return nil }
        let old = self.state
        self.state = next
        self.offset += 1
        return Delta(
            offset: self.offset,
            generation: old.generation == next.generation ? nil : next.generation,
            isReady: old.isReady == next.isReady ? nil : next.isReady,
            more: old.more == next.more ? nil : next.more,
            remove: old.entries.keys.filter { next.entries[$0] == nil }.sorted(),
            put: next.entries.values.filter { old.entries[$0.session] != $0 }.sorted { $0.session < $1.session }
        )
    }
}
