// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import PlenaryClient
import Wire

/// One client of a storm: its session, and what it has seen of its room.
///
/// Lives on the loop of its session.
final class LoadClient {
    let number: Int
    let session: ClientSession
    var startedAt: Duration = .zero
    /// From the start of the connection to the first state of all three streams; nil until then.
    var joinTime: Duration?
    /// What it was told last of how many sit in the room.
    private(set) var toldJoined: UInt32 = 0
    private(set) var disconnections = 0
    private(set) var resumptions = 0
    private var resets: Set<StreamName> = []
    /// The row of `summary` that stands for the whole room.
    private static let wholeRoom: UInt32 = 0

    init(number: Int, session: ClientSession) {
        self.number = number
        self.session = session
    }

    /// Whether it is seated and has the first state of its streams.
    var hasState: Bool { self.session.room != nil && self.resets.isSuperset(of: [.room, .summary, .own]) }

    func take(_ event: ClientEvent) {
        switch event {
        case .push(.streamReset(let header, let state)):
            self.resets.insert(header.stream)
            if header.stream == .summary, case .summary(let summary) = state { self.count(summary.counts) }
        case .push(.summaryChanged(let header, let change)) where header.stream == .summary:
            self.count(change.counts)
        case .disconnected: self.disconnections += 1
        case .resumed: self.resumptions += 1
        case .push, .signedIn, .queued, .joined, .seatLost, .missed, .ended: break
        }
    }

    private func count(_ counts: [WireSummaryCounts]) {
        guard let whole = counts.first(where: { $0.row == Self.wholeRoom }) else { return }
        self.toldJoined = whole.joined
    }
}
