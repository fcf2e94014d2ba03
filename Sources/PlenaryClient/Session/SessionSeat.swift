// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

/// A session's place in a room, as its client knows it.
struct SessionSeat: Sendable {
    let room: WireRoom
    /// How it was asked for, to ask again.
    let join: ClientCall.JoinRoom
    var token: ResumeToken
    /// When to come back after the server has vanished.
    var reconnect: WireReconnect
    /// The streams that come, each with the last message that was processed; nil before its first reset.
    private(set) var streams: [StreamName: StreamPosition?] = [.room: nil, .summary: nil, .own: nil]

    init(_ answer: JoinRoomResult, join: ClientCall.JoinRoom) {
        self.room = answer.room
        self.join = join
        self.token = answer.token
        self.reconnect = answer.reconnect
    }

    /// Where the client stands in each stream that has spoken.
    var positions: [StreamName: StreamPosition] { self.streams.compactMapValues { $0 } }

    /// What was asked for beside the streams that everybody in the room gets.
    var watched: [StreamName] { self.streams.keys.filter(\.isWatchable).sorted { $0.text < $1.text } }

    /// Watched streams that have not spoken, which a resume does not name.
    var silent: [StreamName] { self.watched.filter { self.streams[$0] == .some(nil) } }

    mutating func begin(_ stream: StreamName) {
        if self.streams[stream] == nil { self.streams[stream] = .some(nil) }
    }

    mutating func end(_ stream: StreamName) {
        self.streams[stream] = nil
    }

    /// Lets go of streams that were named in a resume and are over.
    mutating func keepWatching(_ streams: [StreamName]) {
        for stream in self.positions.keys where stream.isWatchable && !streams.contains(stream) { self.end(stream) }
    }

    /// Forgets what was processed, so that each stream is set anew.
    mutating func forgetPositions() {
        for stream in self.streams.keys { self.streams[stream] = .some(nil) }
    }

    /// How a push relates to what was processed before.
    enum Turn: Hashable {
        /// The next of its stream, or one that sets the stream anew.
        case next
        /// It was processed before, or belongs to a stream that is not (or no longer) wanted.
        case known
        /// At least one before it is missing.
        case early
    }

    /// Looks at a push and counts it as processed if it is the next.
    mutating func take(_ header: PushHeader, isReset: Bool) -> Turn {
        guard header.room == self.room, let known = self.streams[header.stream] else { return .known }
        if !isReset {
            // Without a first reset there is no state that a change could apply to.
            guard let position = known else { return .known }
            // The room's offsets go on over epochs; those of other streams begin anew with a reset.
            let isSameSeries =
                header.stream == .room
                ? header.position.epoch >= position.epoch : header.position.epoch == position.epoch
            guard isSameSeries else { return header.position.epoch < position.epoch ? .known : .early }
            if header.position.offset <= position.offset { return .known }
            guard header.position.offset == position.offset + 1 else { return .early }
        }
        self.streams[header.stream] = header.position
        return .next
    }
}
