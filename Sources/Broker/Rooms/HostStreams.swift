// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import Wire

/// The streams of one room as its host keeps them: replay rings, what is told in this turn, and who waits for its turn.
///
/// Holds bytes only; what they say is decided and encoded elsewhere.
struct HostStreams {
    /// Rings of views nobody watches are kept for who comes back, up to this many.
    static let unwatchedRingsMax = 256

    let room: RoomID
    private let limits: BrokerLimits
    private(set) var roomRing: ReplayRing<[UInt8]>
    private var viewRings: [StreamID: ReplayRing<[UInt8]>] = [:]
    /// Messages of this turn by stream, in the order in which the streams first spoke.
    private var batches: [(stream: StreamID, series: FrameSeries)] = []
    private var summaryPacer: Pacer
    private var lobbyPacer: Pacer
    private var pagePacer: Pacer
    private var publicationsPacer: Pacer
    /// Encoded snapshots, good while the stream's offset stays: a storm of joins encodes each once.
    private var snapshots: [StreamID: (offset: UInt64, frame: [UInt8])] = [:]

    init(room: RoomID, limits: BrokerLimits, publicOffset: UInt64 = 0) {
        self.room = room
        self.limits = limits
        self.roomRing = ReplayRing(
            countMax: limits.roomRingCountMax,
            bytesMax: limits.roomRingBytesMax,
            after: publicOffset
        )
        self.summaryPacer = Pacer(interval: limits.summaryInterval)
        self.lobbyPacer = Pacer(interval: limits.lobbyInterval)
        self.pagePacer = Pacer(interval: limits.pageInterval)
        self.publicationsPacer = Pacer(interval: limits.publicationsInterval)
    }

    // MARK: - Telling

    /// Takes a message of the room's stream in, for replay and for this turn's frame.
    mutating func tellRoom(_ message: [UInt8], offset: UInt64) {
        self.roomRing.append(message, size: message.count, offset: offset)
        self.add(message, to: .room)
    }

    /// Takes a message of the room's stream in for replay alone: it was told before a restart.
    mutating func recallRoom(_ message: [UInt8], offset: UInt64) {
        self.roomRing.append(message, size: message.count, offset: offset)
    }

    /// Takes a message of a view in; `isTold` is false when nobody watches and only replay needs it.
    mutating func tellView(_ stream: StreamID, _ message: [UInt8], offset: UInt64, isTold: Bool) {
        if var ring = self.viewRings.removeValue(forKey: stream) {
            ring.append(message, size: message.count, offset: offset)
            self.viewRings[stream] = ring
        }
        if isTold { self.add(message, to: stream) }
    }

    private mutating func add(_ message: [UInt8], to stream: StreamID) {
        if let index = self.batches.firstIndex(where: { $0.stream == stream }) {
            self.batches[index].series.append(message)
        } else {
            var series = FrameSeries()
            series.append(message)
            self.batches.append((stream, series))
        }
    }

    /// Takes out this turn's frames, oldest stream first.
    mutating func takeBatches() -> [(stream: StreamID, frames: [[UInt8]])] {
        var frames: [(stream: StreamID, frames: [[UInt8]])] = []
        for index in self.batches.indices {
            frames.append((self.batches[index].stream, self.batches[index].series.take()))
        }
        self.batches.removeAll(keepingCapacity: true)
        return frames
    }

    /// Takes out this turn's frames of one stream.
    mutating func takeBatch(of stream: StreamID) -> [[UInt8]] {
        guard let index = self.batches.firstIndex(where: { $0.stream == stream }) else { return [] }
        var series = self.batches.remove(at: index).series
        return series.take()
    }

    // MARK: - Replaying

    /// The messages of a view after `offset`; nil when a snapshot is needed.
    func missed(of stream: StreamID, after offset: UInt64) -> [[UInt8]]? {
        self.viewRings[stream]?.since(offset)
    }

    /// Somebody begins to watch a view: from now on it is kept for replay.
    mutating func keepRing(of stream: StreamID, after offset: UInt64, isWatched: (StreamID) -> Bool) {
        guard self.viewRings[stream] == nil else { return }
        // Those that are watched do not count: in a large room they alone are more.
        if self.viewRings.count >= Self.unwatchedRingsMax {
            let unwatched = self.viewRings.keys.filter { !isWatched($0) }
            if unwatched.count >= Self.unwatchedRingsMax {
                for other in unwatched { self.viewRings[other] = nil }
            }
        }
        self.viewRings[stream] = ReplayRing(
            countMax: self.limits.viewRingCountMax,
            bytesMax: self.limits.viewRingBytesMax,
            after: offset
        )
    }

    /// A view is over.
    mutating func dropRing(of stream: StreamID) {
        self.viewRings[stream] = nil
        self.snapshots[stream] = nil
    }

    /// The snapshot of a stream at `offset`, encoded at most once for each offset.
    mutating func snapshot(of stream: StreamID, at offset: UInt64, _ encode: () -> [UInt8]) -> [UInt8] {
        if let kept = self.snapshots[stream], kept.offset == offset { return kept.frame }
        let frame = encode()
        self.snapshots[stream] = (offset, frame)
        return frame
    }

    // MARK: - Pacing

    /// Summaries speak more seldom in a large room.
    mutating func pace(seats: Int) {
        let isLarge = seats > self.limits.largeRoomSeats
        let interval = isLarge ? self.limits.largeSummaryInterval : self.limits.summaryInterval
        if self.summaryPacer.interval != interval { self.summaryPacer.interval = interval }
    }

    /// Whether a changed view may speak now; otherwise it is named by ``due(at:)`` later.
    mutating func maySpeak(_ stream: StreamID, at now: Duration) -> Bool {
        let answer: Pacer.Answer
        switch stream {
        case .summary, .unitSummary: answer = self.summaryPacer.changed(stream, at: now)
        case .lobby: answer = self.lobbyPacer.changed(stream, at: now)
        case .page: answer = self.pagePacer.changed(stream, at: now)
        case .publications: answer = self.publicationsPacer.changed(stream, at: now)
        case .room, .session: return true
        }
        switch answer {
        case .now: return true
        case .later, .alreadyScheduled: return false
        }
    }

    /// Views whose turn has come.
    mutating func due(at now: Duration) -> [StreamID] {
        self.summaryPacer.due(at: now) + self.lobbyPacer.due(at: now) + self.pagePacer.due(at: now)
            + self.publicationsPacer.due(at: now)
    }

    var nextDeadline: Duration? {
        [self.summaryPacer, self.lobbyPacer, self.pagePacer, self.publicationsPacer].compactMap(\.nextDeadline).min()
    }
}
