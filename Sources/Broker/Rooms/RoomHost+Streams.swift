// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import LoopRuntime
internal import Wire

// MARK: - Telling

extension RoomHost {
    /// Publishes the watched views that have changed and may speak.
    mutating func publishViews(at time: HostTime) {
        self.streams.pace(seats: self.room.seatCount)
        for stream in self.room.takeDirtyStreams() where self.routes.hasSubscribers(stream) {
            if self.streams.maySpeak(stream, at: time.now) { self.publish(stream) }
        }
        for stream in self.streams.due(at: time.now) {
            self.publish(stream)
        }
    }

    /// Moves a view's published image to the present; tells it when somebody watches.
    private mutating func publish(_ stream: StreamID) {
        switch stream {
        case .publications: self.publishPublications()
        case .lobby: self.publishLobby()
        case .room, .summary, .unitSummary, .page, .session: self.publishRoster(stream)
        }
    }

    private mutating func publishRoster(_ stream: StreamID) {
        let closing = self.room.roster.closing(stream)
        guard let delta = self.room.publish(stream) else { return }
        var spreadMs: UInt32?
        if stream == .summary, self.spreadMs != self.toldSpreadMs {
            self.toldSpreadMs = self.spreadMs
            spreadMs = UInt32(clamping: self.toldSpreadMs)
        }
        let message = PushEncoder.changed(delta, self.header(stream, delta.offset), spreadMs: spreadMs)
        let isWatched = self.routes.hasSubscribers(stream)
        self.streams.tellView(stream, message, offset: delta.offset, isTold: isWatched)
        if case .page(let page) = delta, page.isClosed {
            self.flush(stream)
            self.end(stream, with: message, after: closing)
        }
    }

    /// A page is over: who was left out of its last changes is told how it was before the end, and then the end.
    private mutating func end(_ stream: StreamID, with message: [UInt8], after closing: PageSnapshot?) {
        let edges = self.routes.end(stream)
        self.streams.dropRing(of: stream)
        guard !edges.isEmpty else { return }
        guard let closing else { preconditionFailure("A page that is over was there before") }
        var series = FrameSeries()
        let header = self.header(stream, closing.offset)
        series.append(PushEncoder.reset(header, .page(closing), spreadMs: self.toldSpreadMs))
        series.append(message)
        let last = series.take()
        for edge in edges { self.say(.ended(stream, last: last), to: edge) }
    }

    /// Sends what this turn has told, a frame for each stream to each Edge that gets it.
    mutating func flushStreams() {
        for (stream, frames) in self.streams.takeBatches() { self.deliver(frames, of: stream) }
    }

    /// Sends what this turn has told of one stream so far.
    mutating func flush(_ stream: StreamID) {
        self.deliver(self.streams.takeBatch(of: stream), of: stream)
    }

    private mutating func deliver(_ frames: [[UInt8]], of stream: StreamID) {
        guard !frames.isEmpty else { return }
        for edge in self.routes.edges(of: stream) {
            for frame in frames { self.say(.deliver(stream, frame: frame), to: edge) }
        }
    }

    /// Tells one session something on its own stream; kept for replay while it is away.
    mutating func tellSession(_ session: SessionID, _ encode: (PushHeader) -> [UInt8]) {
        guard var route = self.routes[session] else { return }
        let offset = route.ring.lastOffset + 1
        let message = encode(self.header(.session(session), offset))
        route.ring.append(message, size: message.count, offset: offset)
        self.routes[session] = route
        if let link = route.link { self.say(.direct(session, frame: message), to: link.edge) }
    }

    /// Tells how far commands have come that wait for clients.
    mutating func tellProgress() {
        for notice in self.room.takeProgress() {
            self.tellSession(notice.session) { PushEncoder.progressed(notice, $0) }
        }
    }

    func header(_ stream: StreamID, _ offset: UInt64) -> PushHeader {
        PushHeader(
            room: self.id.wire,
            stream: stream.wire,
            position: StreamPosition(epoch: self.epoch, offset: offset)
        )
    }

    /// Over how long clients spread their return after a crash: about 1 ms for each, at least a second.
    var spreadMs: Int64 { max(1_000, Int64(self.room.seatCount)) }
}

// MARK: - Attaching

extension RoomHost {
    /// Gives a stream to a connected session: what it missed since `position`, or a reset; from then on every message.
    mutating func attach(_ session: SessionID, to stream: StreamID, from position: StreamPosition?) {
        guard let link = self.routes[session]?.link else { return }
        self.flush(stream)  // What this turn told before is part of the snapshot.
        self.prepareView(stream)
        guard let frames = self.missed(of: stream, since: position) ?? self.reset(of: stream) else { return }
        guard self.routes.attach(session, to: stream) else { return }
        self.say(.attach(session, stream, frames: frames), to: link.edge)
    }

    /// Sets streams anew for a connected session, for which messages of them were left out.
    ///
    /// What it is not attached to any more has ended, and its Edge hears or has heard of that.
    mutating func refresh(_ streams: [StreamID], of session: SessionID) {
        guard let route = self.routes[session], let link = route.link else { return }
        for stream in streams where route.streams.contains(stream) {
            self.flush(stream)  // What this turn told before is part of the snapshot.
            // Nil for a page that has closed and is about to say so.
            guard let frames = self.reset(of: stream) else { continue }
            self.say(.attach(session, stream, frames: frames), to: link.edge)
        }
    }

    /// Brings a view that nobody watches up to date, so that its snapshot shows the present.
    private mutating func prepareView(_ stream: StreamID) {
        guard stream == .publications || stream == .lobby || self.room.roster.isKnown(stream) else { return }
        if !self.routes.hasSubscribers(stream) { self.publish(stream) }
        let offset =
            switch stream {
            case .publications: self.publications.offset
            case .lobby: self.lobbyView.offset
            case .room, .summary, .unitSummary, .page, .session: self.room.roster.snapshot(stream)?.offset ?? 0
            }
        self.streams.keepRing(of: stream, after: offset) { [routes] in routes.hasSubscribers($0) }
    }

    /// The frames that bring a client from `position` to the present; nil when only a reset can.
    private func missed(of stream: StreamID, since position: StreamPosition?) -> [[UInt8]]? {
        guard let position else { return nil }
        let messages: [[UInt8]]?
        switch stream {
        case .room:
            // Public facts keep their offsets over restarts, so any epoch up to ours will do.
            messages = position.epoch <= self.epoch ? self.streams.roomRing.since(position.offset) : nil
        case .session(let session):
            messages = position.epoch == self.epoch ? self.routes[session]?.ring.since(position.offset) : nil
        case .summary, .unitSummary, .page, .publications, .lobby:
            messages =
                position.epoch == self.epoch ? self.streams.missed(of: stream, after: position.offset) : nil
        }
        guard let messages else { return nil }
        #if PLENARY_PLANTED_BUGS
        if self.roomLimits.planted == .replayForgotten { return [] }
        #endif
        var series = FrameSeries()
        for message in messages { series.append(message) }
        return series.take()
    }

    /// The reset of a stream as it is now; nil for a unit or page that is not there.
    private mutating func reset(of stream: StreamID) -> [[UInt8]]? {
        switch stream {
        case .room:
            let offset = self.room.publicOffset
            let header = self.header(.room, offset)
            let room = self.room
            return [self.streams.snapshot(of: .room, at: offset) { PushEncoder.reset(header, room.wireState) }]
        case .session(let session):
            guard let route = self.routes[session] else { return nil }
            return [PushEncoder.resetSelf(self.header(stream, route.ring.lastOffset))]
        case .publications:
            let header = self.header(stream, self.publications.offset)
            let state = self.publications.state
            return [
                self.streams.snapshot(of: stream, at: self.publications.offset) { PushEncoder.reset(header, state) }
            ]
        case .lobby:
            let header = self.header(stream, self.lobbyView.offset)
            let state = self.lobbyView.state
            return [self.streams.snapshot(of: stream, at: self.lobbyView.offset) { PushEncoder.reset(header, state) }]
        case .summary, .unitSummary, .page:
            guard let snapshot = self.room.roster.snapshot(stream) else { return nil }
            let header = self.header(stream, snapshot.offset)
            let spreadMs = self.toldSpreadMs
            let frame = self.streams.snapshot(of: stream, at: snapshot.offset) {
                PushEncoder.reset(header, snapshot, spreadMs: spreadMs)
            }
            return [frame]
        }
    }

    /// Attaches a session that is back to what it had, and to what every session has.
    mutating func replay(
        _ session: SessionID,
        _ positions: [(stream: StreamID, position: StreamPosition)],
        watched: [(stream: StreamID, position: StreamPosition)]
    ) {
        for stream in self.streamsOfAll(session) {
            let known = positions.first { $0.stream == stream }
            self.attach(session, to: stream, from: known?.position)
        }
        for (stream, position) in watched { self.attach(session, to: stream, from: position) }
    }

    /// The streams that a session gets without asking.
    func streamsOfAll(_ session: SessionID) -> [StreamID] {
        self.hasMediaPlane
            ? [.room, .summary, .publications, .session(session)] : [.room, .summary, .session(session)]
    }

    /// What a session that is back goes on watching: units and pages that are still there, and the lobby.
    func watched(
        by session: SessionID,
        among positions: [(stream: StreamID, position: StreamPosition)]
    ) -> [(stream: StreamID, position: StreamPosition)] {
        let isThere = positions.filter { position in
            position.stream == .lobby
                ? self.mayWatchLobby(session)
                : position.stream.isWatched && self.room.roster.isKnown(position.stream)
        }
        return Array(isThere.prefix(WireLimits.watches))
    }
}

// MARK: - Requests about the roster

extension RoomHost {
    mutating func watch(_ streams: [StreamID], by session: SessionID, _ address: ReplyAddress) {
        guard let route = self.routes[session], route.link != nil else { return self.refuse(.notInRoom, address) }
        guard !streams.contains(.lobby) || self.mayWatchLobby(session) else {
            return self.refuse(.permissionDenied, address)
        }
        guard streams.allSatisfy({ $0 == .lobby || self.room.roster.isKnown($0) }) else {
            return self.refuse(.unknownStream, address)
        }
        let added = streams.filter { !route.streams.contains($0) }
        let watched = route.streams.filter(\.isWatched)
        guard watched.count + Set(added).count <= WireLimits.watches else {
            return self.refuse(.tooManyWatches, address)
        }
        self.reply(.watching(Set(watched + added).sorted().map(\.wire)), to: address)
        for stream in added { self.attach(session, to: stream, from: nil) }
    }

    mutating func unwatch(_ streams: [StreamID], by session: SessionID, _ address: ReplyAddress) {
        guard let route = self.routes[session], let link = route.link else { return self.refuse(.notInRoom, address) }
        let ended = streams.filter { self.routes.detach(session, from: $0) }
        if !ended.isEmpty { self.say(.detach(session, ended), to: link.edge) }
        let left = self.routes[session]?.streams.filter(\.isWatched) ?? []
        self.reply(.watching(left.sorted().map(\.wire)), to: address)
    }

    mutating func page(_ page: PageNumber, of unit: UnitID, for session: SessionID, _ address: ReplyAddress) {
        guard self.room.seat(of: session) != nil else { return self.refuse(.notInRoom, address) }
        let stream = StreamID.page(unit, page)
        if !self.routes.hasSubscribers(stream), self.room.roster.isKnown(stream) { self.publish(stream) }
        guard case .page(let snapshot) = self.room.roster.snapshot(stream) else {
            return self.refuse(.unknownStream, address)
        }
        self.reply(.page(snapshot.wire), to: address)
    }

    mutating func search(_ query: String, for session: SessionID, _ address: ReplyAddress) {
        guard self.room.seat(of: session) != nil else { return self.refuse(.notInRoom, address) }
        let found = self.room.roster.search(query, limit: WireLimits.searchMatches)
        let matches = found.matches.map { SearchResult.Match(unit: $0.unit.rawValue, entry: $0.entry.wire) }
        self.reply(.search(SearchResult(matches: matches, hasMore: found.hasMore)), to: address)
    }
}

extension StreamID {
    /// Whether a session gets the stream because it asked for it.
    fileprivate var isWatched: Bool {
        switch self {
        case .unitSummary, .page, .lobby: true
        case .room, .summary, .publications, .session: false
        }
    }
}
