// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime

/// What a shelf is told, for a test that waits for it on another thread.
final class NoticeInbox: Sendable {
    struct Missing: Error, CustomStringConvertible {
        let what: String
        let instead: [MediaNotice]
        var description: String { "\(self.what) did not come; instead: \(self.instead)" }
    }

    static let patience: Duration = .seconds(20)

    private let notices = Monitor<[MediaNotice]>([])

    func add(_ notice: MediaNotice) {
        self.notices.change { $0.append(notice) }
    }

    /// All of rooms that was not waited for yet.
    var rest: [MediaNotice] {
        self.notices.change { $0 }.filter { if case .room = $0 { true } else { false } }
    }

    func clear() {
        self.notices.change { $0 = [] }
    }

    /// The first notice that `match` takes, whatever came before it; it is taken out.
    func wait<Value>(notice what: String, _ match: (MediaNotice) -> Value?) throws -> Value {
        self.notices.wait(atMost: Self.patience) { notices in notices.contains { match($0) != nil } }
        let found = self.notices.change { notices -> Value? in
            guard let index = notices.firstIndex(where: { match($0) != nil }) else { return nil }
            return match(notices.remove(at: index))
        }
        guard let found else { throw Missing(what: what, instead: self.rest) }
        return found
    }

    func wait<Value>(_ what: String, in room: RoomID, _ match: (MediaEvent) -> Value?) throws -> Value {
        try self.wait(notice: what) { notice in
            guard case .room(room, let event) = notice else { return nil }
            return match(event)
        }
    }

    func wait(for event: MediaEvent, in room: RoomID = .test) throws {
        try self.wait("\(event)", in: room) { $0 == event ? () : nil }
    }

    /// Waits until orders can be carried out.
    @discardableResult
    func waitUntilReady() throws -> UInt64 {
        try self.wait(notice: "readiness") { notice in
            guard case .readiness(let generation?) = notice else { return nil }
            return generation
        }
    }

    func waitUntilNotReady() throws {
        try self.wait(notice: "the end of readiness") { $0 == .readiness(generation: nil) ? () : nil }
    }
}
