// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import LoopRuntime

/// Where the sessions of a room are connected, and which Edges get which stream.
struct Routes {
    /// How a seated session is reached, and what it needs when it comes back.
    struct Route {
        /// Nil while the session is suspended.
        var link: Link?
        /// The streams it is attached to; none while suspended.
        var streams: [StreamID] = []
        /// Nil when the seat was restored from the log.
        var grant: Grant?
        /// Replay of the stream `self`.
        var ring: ReplayRing<[UInt8]>
    }

    struct Link: Equatable {
        let edge: Address
        let connection: ConnectionID
    }

    private var bySession: [SessionID: Route] = [:]
    /// For each stream the Edges that get it and how many of their sessions do, in the order of the first of them.
    private var edges: [StreamID: [(edge: Address, sessions: Int)]] = [:]

    var isEmpty: Bool { self.bySession.isEmpty }
    var count: Int { self.bySession.count }

    subscript(session: SessionID) -> Route? {
        get { self.bySession[session] }
        set { self.bySession[session] = newValue }
    }

    /// The Edges that get `stream`.
    func edges(of stream: StreamID) -> [Address] { self.edges[stream]?.map(\.edge) ?? [] }

    func hasSubscribers(_ stream: StreamID) -> Bool { self.edges[stream] != nil }

    /// Every Edge on which a session of the room is connected, sorted by node and loop.
    var connectedEdges: [Address] {
        var seen = Set<Address>()
        for route in self.bySession.values {
            if let link = route.link { seen.insert(link.edge) }
        }
        return seen.sorted { ($0.node, $0.loop) < ($1.node, $1.loop) }
    }

    /// Attaches a connected session to `stream`; false when it was attached already.
    mutating func attach(_ session: SessionID, to stream: StreamID) -> Bool {
        guard let route = self.bySession[session], let link = route.link, !route.streams.contains(stream) else {
            return false
        }
        self.bySession[session]?.streams.append(stream)
        if let index = self.edges[stream]?.firstIndex(where: { $0.edge == link.edge }) {
            self.edges[stream]?[index].sessions += 1
        } else {
            self.edges[stream, default: []].append((link.edge, 1))
        }
        return true
    }

    /// Detaches a session from `stream`; false when it was not attached.
    mutating func detach(_ session: SessionID, from stream: StreamID) -> Bool {
        guard let link = self.bySession[session]?.link,
            let position = self.bySession[session]?.streams.firstIndex(of: stream)
        else { return false }
        self.bySession[session]?.streams.remove(at: position)
        self.release(stream, on: link.edge)
        return true
    }

    /// The session's connection is gone: it gets nothing until it comes back.
    mutating func unlink(_ session: SessionID) {
        guard let route = self.bySession[session], let link = route.link else { return }
        for stream in route.streams { self.release(stream, on: link.edge) }
        self.bySession[session]?.streams = []
        self.bySession[session]?.link = nil
    }

    /// The session is in the room no more.
    mutating func remove(_ session: SessionID) -> Route? {
        let route = self.bySession[session]
        self.unlink(session)
        self.bySession[session] = nil
        return route
    }

    /// A stream is over: nobody is attached to it any more.
    ///
    /// - Returns: The Edges that got it.
    mutating func end(_ stream: StreamID) -> [Address] {
        let edges = self.edges(of: stream)
        guard !edges.isEmpty else { return [] }
        for session in self.bySession.keys { self.bySession[session]?.streams.removeAll { $0 == stream } }
        self.edges[stream] = nil
        return edges
    }

    mutating func removeAll() {
        self.bySession.removeAll()
        self.edges.removeAll()
    }

    private mutating func release(_ stream: StreamID, on edge: Address) {
        guard let index = self.edges[stream]?.firstIndex(where: { $0.edge == edge }) else { return }
        self.edges[stream]?[index].sessions -= 1
        if self.edges[stream]?[index].sessions == 0 { self.edges[stream]?.remove(at: index) }
        if self.edges[stream]?.isEmpty == true { self.edges[stream] = nil }
    }
}
