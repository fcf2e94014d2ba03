// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import Testing
import Wire

@testable import Broker

/// A room's host with a log beside it: messages in, actions out, one turn at a time.
///
/// Appends stay under way until ``settle()`` or a test ends them.
final class HostStage {
    struct Append: Equatable {
        let record: [UInt8]
        let slot: Slot
        let listing: RoomListing?
    }

    var host: RoomHost
    var now: Duration = .zero
    var wallClockMs = Sample.wallClockMs

    // What the host wanted done, oldest first.
    var sent: [(edge: Address, body: EdgeMessage.Body)] = []
    var orders: [MediaOrder] = []
    var revoked: [SessionID] = []
    var notes: [BrokerEvent] = []
    var loadsCount = 0
    var isUnloaded = false
    var appends: [Append] = []
    /// The append that has not ended.
    var underWay: Append?
    var snapshots: [(upTo: Slot, keepFrom: Slot)] = []

    /// What the log holds; nil while it is empty.
    var logged: LoggedRoom?

    init(
        _ limits: BrokerLimits = BrokerLimits(),
        roomLimits: RoomLimits = RoomLimits(),
        logged: LoggedRoom? = nil,
        mediaGeneration: UInt64? = nil
    ) {
        self.host = RoomHost(
            id: Sample.room,
            node: 1,
            limits: limits,
            roomLimits: roomLimits,
            hasMediaPlane: mediaGeneration != nil
        )
        if let mediaGeneration { self.host.mediaReadinessChanged(generation: mediaGeneration, at: self.time) }
        self.logged = logged
        self.collect()
    }

    /// A host that has read an empty log and opened the room; all of it is durable and forgotten.
    static func open(
        _ limits: BrokerLimits = BrokerLimits(),
        info: RoomInfo = Sample.info(),
        roomLimits: RoomLimits = RoomLimits(),
        mediaGeneration: UInt64? = nil
    ) -> HostStage {
        let stage = HostStage(limits, roomLimits: roomLimits, mediaGeneration: mediaGeneration)
        let address = ReplyAddress(edge: Sample.edge, connection: ConnectionID(1), request: .text("create"))
        stage.turn(.create(info, address))
        stage.load()
        stage.settle()
        stage.sent = []
        return stage
    }

    var time: HostTime { HostTime(now: self.now, wallClockMs: self.wallClockMs) }

    // MARK: - Doing

    /// One turn; what it decides stays under way.
    func turn(_ bodies: RoomsMessage.Body...) {
        for body in bodies { self.host.receive(body, at: self.time) }
        self.host.endTurn(at: self.time)
        self.collect()
    }

    /// One turn, durable at its end.
    func say(_ bodies: RoomsMessage.Body...) { self.say(bodies) }

    func say(_ bodies: [RoomsMessage.Body]) {
        for body in bodies { self.host.receive(body, at: self.time) }
        self.host.endTurn(at: self.time)
        self.collect()
        self.settle()
    }

    /// Answers the load that the host asked for.
    func load(_ result: Result<LoggedRoom?, StoreFailure>? = nil) {
        self.host.loaded(result ?? .success(self.logged), at: self.time)
        self.collect()
    }

    /// Ends the append under way.
    func end(_ outcome: AppendOutcome) {
        guard let append = self.underWay else {
            Issue.record("No append is under way")
            return
        }
        self.underWay = nil
        if case .durable = outcome { self.keep(append) }
        self.host.appended(outcome, slot: append.slot, at: self.time)
        self.collect()
    }

    static let failure = AppendOutcome.failed(StoreFailure(while: "appending", cause: "disk full"))

    /// Ends appends well until none is under way.
    func settle() {
        while self.underWay != nil { self.end(.durable) }
    }

    /// Lets time pass without waking the host.
    func pass(_ duration: Duration) {
        self.now += duration
        self.wallClockMs += duration.wholeMilliseconds
    }

    /// Lets time pass, waking the host whenever it asked for it; appends end well at once.
    func run(_ duration: Duration) {
        let end = self.now + duration
        while !self.isUnloaded, let due = self.host.nextWakeUp(at: self.time), due <= end {
            self.pass(max(.zero, due - self.now))
            self.wakeUp()
            self.settle()
        }
        self.pass(end - self.now)
    }

    func wakeUp() {
        self.host.wakeUp(at: self.time)
        self.collect()
    }

    /// The process died and came back: another host on the same log, loaded and settled.
    func restarted(mediaGeneration: UInt64? = nil) -> HostStage {
        let next = HostStage(
            self.host.limits,
            roomLimits: self.host.roomLimits,
            logged: self.logged,
            mediaGeneration: mediaGeneration
        )
        next.now = self.now
        next.wallClockMs = self.wallClockMs
        next.load()
        next.settle()
        return next
    }

    // MARK: - Looking

    /// Takes out what was sent since the last look.
    func takeSent() -> [(edge: Address, body: EdgeMessage.Body)] {
        defer { self.sent = [] }
        return self.sent
    }

    /// Takes out the answers since the last look, everything else with them.
    func takeReplies() -> [RoomReply] {
        self.takeSent().compactMap { sent in
            guard case .reply(_, let reply) = sent.body else { return nil }
            return reply
        }
    }

    /// Takes out the one answer since the last look.
    func takeReply() -> RoomReply? {
        let replies = self.takeReplies()
        guard replies.count == 1 else {
            Issue.record("One answer was expected, not \(replies.count): \(replies)")
            return nil
        }
        return replies[0]
    }

    /// Takes out the codes of refusals since the last look.
    func takeRefusals() -> [ErrorCode] {
        self.takeReplies().compactMap { reply in
            guard case .refused(let error) = reply else { return nil }
            return error.code
        }
    }

    func collect() {
        for action in self.host.takeActions() {
            switch action {
            case .send(let edge, let body): self.sent.append((edge, body))
            case .load: self.loadsCount += 1
            case .append(let record, let slot, let listing):
                #expect(self.underWay == nil, "One append is under way at a time")
                let append = Append(record: record, slot: slot, listing: listing)
                self.underWay = append
                self.appends.append(append)
            case .saveSnapshot(let record, let slot, let keepFrom):
                self.snapshots.append((slot, keepFrom))
                self.logged?.snapshot = LoggedRoom.Entry(slot: slot, record: record)
                self.logged?.entries.removeAll { $0.slot < keepFrom }
            case .media(let order): self.orders.append(order)
            case .revokeServers(let session): self.revoked.append(session)
            case .note(let event): self.notes.append(event)
            case .unload: self.isUnloaded = true
            }
        }
    }

    private func keep(_ append: Append) {
        if self.logged == nil { self.logged = LoggedRoom(snapshot: nil, entries: []) }
        self.logged?.entries.append(LoggedRoom.Entry(slot: append.slot, record: append.record))
    }
}
