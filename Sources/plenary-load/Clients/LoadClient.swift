// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import PlenaryClient
import Wire

/// One client of a crowd: its session, and what it has seen of its room.
///
/// Lives on the loop of its session.
final class LoadClient {
    let number: Int
    let session: ClientSession
    let startedAt: Duration
    /// Whether its join was refused or its session has ended before it was in.
    var hasFailed = false
    /// Whether it reads nothing, on whatever connection.
    private(set) var isStalled = false
    /// Whether the end of its join lets another begin.
    var startsNext = true
    /// From the start of the connection to the first state of all three streams; nil until then.
    var joinTime: Duration?
    /// Its seat, as the last join told it.
    private(set) var seat: JoinRoomResult?
    /// What it was told last of how many sit in the room.
    private(set) var toldJoined: UInt32 = 0
    private(set) var disconnections = 0
    private(set) var resumptions = 0
    /// Seats that it had to take anew.
    private(set) var rejoins = 0
    /// When its connection was lost, or it came back, the last time.
    private(set) var lostAt: Duration?
    private(set) var backAt: Duration?
    /// Since ``forgetTold()``: states that came instead of what was missed, and the least and most that it was told.
    private(set) var resets: [StreamName: Int] = [:]
    private(set) var toldRange: ClosedRange<UInt32>?
    private var known: Set<StreamName> = []
    /// The row of `summary` that stands for the whole room.
    private static let wholeRoom: UInt32 = 0

    init(number: Int, session: ClientSession, startedAt: Duration) {
        self.number = number
        self.session = session
        self.startedAt = startedAt
    }

    /// Whether it is seated and has the first state of its streams.
    var hasState: Bool { self.session.room != nil && self.known.isSuperset(of: [.room, .summary, .own]) }

    /// Stops to read, or goes on.
    func setStalled(_ isStalled: Bool) {
        self.isStalled = isStalled
        self.session.setReading(!isStalled)
    }

    /// Begins to count anew.
    func forgetTold() {
        self.resets = [:]
        self.toldRange = nil
        self.lostAt = nil
        self.backAt = nil
    }

    func take(_ event: ClientEvent, at now: Duration) {
        switch event {
        case .push(.streamReset(let header, let state)):
            self.known.insert(header.stream)
            self.resets[header.stream, default: 0] += 1
            if header.stream == .summary, case .summary(let summary) = state { self.count(summary.counts) }
        case .push(.summaryChanged(let header, let change)) where header.stream == .summary:
            self.count(change.counts)
        case .joined(let seat, let isRejoin):
            self.seat = seat
            if isRejoin { self.rejoins += 1 }
        case .disconnected:
            self.disconnections += 1
            if self.lostAt == nil { self.lostAt = now }
        case .resumed:
            self.resumptions += 1
            self.backAt = now
            if self.isStalled { self.session.setReading(false) }
        default: break
        }
    }

    private func count(_ counts: [WireSummaryCounts]) {
        guard let whole = counts.first(where: { $0.row == Self.wholeRoom }) else { return }
        self.toldJoined = whole.joined
        let least = min(self.toldRange?.lowerBound ?? whole.joined, whole.joined)
        self.toldRange = least...max(self.toldRange?.upperBound ?? whole.joined, whole.joined)
    }
}
