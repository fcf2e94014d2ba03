// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore

/// What is asked about one room as such, one thing at a time and in order.
struct RoomTasks: Sendable {
    enum Task: Hashable, Sendable {
        case create
        case destroy
        case moderate(FeedTrack, isMuted: Bool)
        case kick(feed: String, for: HandleKey)

        var request: VideoRoomRequest {
            switch self {
            case .create: .createRoom
            case .destroy: .destroyRoom
            case .moderate(let track, let isMuted): .moderate(track, isMuted: isMuted)
            case .kick(let feed, _): .kick(feed: feed)
            }
        }
    }

    /// How often a task is asked for that nobody answers.
    static let attemptsMax = 3

    private var waiting: [Task] = []
    private(set) var current: Task?
    private var attempts = 0

    var isEmpty: Bool { self.current == nil && self.waiting.isEmpty }

    /// Queues `task`; of what is said of one track only the last waits.
    mutating func add(_ task: Task) {
        if case .moderate(let track, _) = task {
            self.waiting.removeAll { if case .moderate(track, _) = $0 { true } else { false } }
        }
        self.waiting.append(task)
    }

    /// Whether another word about `track` waits, which will say how it ends.
    func isWaiting(toModerate track: FeedTrack) -> Bool {
        self.waiting.contains { if case .moderate(track, _) = $0 { true } else { false } }
    }

    /// Forgets what waits about a feed that is gone.
    mutating func forget(feed: String) {
        self.waiting.removeAll { if case .moderate(let track, _) = $0 { track.feed == feed } else { false } }
    }

    /// The task to ask for now, if none is under way.
    mutating func next() -> Task? {
        guard self.current == nil, !self.waiting.isEmpty else { return nil }
        self.current = self.waiting.removeFirst()
        self.attempts = 1
        return self.current
    }

    /// The task under way, once more; nil when it has been asked for often enough.
    mutating func again() -> Task? {
        guard self.attempts < Self.attemptsMax else { return nil }
        self.attempts += 1
        return self.current
    }

    /// The task under way is done with.
    mutating func end() -> Task? { self.current.take() }
}
