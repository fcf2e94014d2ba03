// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import SimulationKit
import Wire

/// A WebSocket that keeps what it was sent.
final class FakeLink: ClientConnection {
    let remoteAddress = "192.0.2.1"
    private let state = Confined(State())

    private struct State {
        var frames: [Frame] = []
        var outcome = SendOutcome.accepted
        var closeCodes: [CloseCode] = []
        var isRead = true
        var readingChanges: [Bool] = []
    }

    /// Everything accepted, oldest first.
    var frames: [Frame] { self.state.value.frames }
    /// How often the Edge closed it, and why; once is right.
    var closeCodes: [CloseCode] { self.state.value.closeCodes }
    var isRead: Bool { self.state.value.isRead }
    var readingChanges: [Bool] { self.state.value.readingChanges }

    /// What the next sends end with.
    func answerSends(with outcome: SendOutcome) {
        self.state.value.outcome = outcome
    }

    /// Takes out what was sent since the last look.
    func takeMessages() -> [ServerMessage] {
        defer { self.state.value.frames = [] }
        return self.state.value.frames.flatMap { messages($0.payload) }
    }

    func send(_ frame: Frame) -> SendOutcome {
        guard self.state.value.closeCodes.isEmpty else { return .gone }
        switch self.state.value.outcome {
        case .accepted, .congested: self.state.value.frames.append(frame)
        case .overflow, .gone: break
        }
        return self.state.value.outcome
    }

    func close(_ code: CloseCode) {
        self.state.value.closeCodes.append(code)
    }

    func setReading(_ isReading: Bool) {
        self.state.value.isRead = isReading
        self.state.value.readingChanges.append(isReading)
    }
}

/// A bus that goes nowhere: it keeps what was sent, or refuses it.
final class FakeBus: Bus {
    typealias Message = BrokerMessage

    struct Sent {
        let message: BrokerMessage
        let receiver: Address
    }

    private struct State {
        var sent: [Sent] = []
        /// How many more messages it takes for each receiver; nil takes all.
        var room: [Address: Int] = [:]
        var onSpace: (@Sendable (Address) -> Void)?
    }

    private let state = Confined(State())

    /// Takes `count` more messages for `receiver` and refuses the rest; nil: takes all.
    func allow(_ count: Int?, to receiver: Address) {
        self.state.value.room[receiver] = count
    }

    /// Tells the sender of space.
    func tellSpace(of receiver: Address) {
        self.state.value.onSpace?(receiver)
    }

    /// Takes out what was sent since the last look.
    func takeSent() -> [Sent] {
        defer { self.state.value.sent = [] }
        return self.state.value.sent
    }

    func send(_ message: BrokerMessage, from sender: Address, to receiver: Address) -> Bool {
        if let left = self.state.value.room[receiver] {
            guard left > 0 else { return false }
            self.state.value.room[receiver] = left - 1
        }
        self.state.value.sent.append(Sent(message: message, receiver: receiver))
        return true
    }

    func onSpace(for sender: Address, _ body: @escaping @Sendable (_ receiver: Address) -> Void) {
        self.state.value.onSpace = body
    }
}

/// A sign-in whose answers the test gives, when it wants.
final class FakeSignIn: SignIn {
    typealias Answer = @Sendable (Result<Grant, WireError>) -> Void

    private let asked = Confined<[(credentials: Credentials, answer: Answer)]>([])
    private let lookedUp = Confined<[(principal: Principal, answer: @Sendable (Grant?) -> Void)]>([])

    /// What has been shown and not been answered.
    var shown: [Credentials] { self.asked.value.map(\.credentials) }
    var checked: [Principal] { self.lookedUp.value.map(\.principal) }

    /// Takes out the oldest question.
    func takeAnswer() -> Answer { self.asked.value.removeFirst().answer }
    func takeLookUp() -> @Sendable (Grant?) -> Void { self.lookedUp.value.removeFirst().answer }

    func authenticate(
        _ credentials: Credentials,
        from address: String,
        on loop: any EventLoop,
        completion: @escaping @Sendable (Result<Grant, WireError>) -> Void
    ) {
        self.asked.value.append((credentials, completion))
    }

    func currentGrant(
        of principal: Principal,
        on loop: any EventLoop,
        completion: @escaping @Sendable (Grant?) -> Void
    ) {
        self.lookedUp.value.append((principal, completion))
    }
}

/// An observer that keeps what it is told.
final class FakeObserver: BrokerObserver {
    private let noted = Confined<[BrokerEvent]>([])

    var events: [BrokerEvent] { self.noted.value }

    func note(_ event: BrokerEvent) {
        self.noted.value.append(event)
    }
}

/// A log whose answers the test gives, when it wants.
final class FakeLog: SlotLog {
    struct Append {
        let record: [UInt8]
        let room: RoomID
        let slot: Slot
        let answer: @Sendable (AppendOutcome) -> Void
    }

    struct Load {
        let room: RoomID
        let answer: @Sendable (Result<LoggedRoom?, StoreFailure>) -> Void
    }

    private struct State {
        var loads: [Load] = []
        var appends: [Append] = []
        var snapshots: [(room: RoomID, upTo: Slot, keepFrom: Slot)] = []
    }

    private let state = Confined(State())

    var loads: [Load] { self.state.value.loads }
    var appends: [Append] { self.state.value.appends }
    var snapshots: [(room: RoomID, upTo: Slot, keepFrom: Slot)] { self.state.value.snapshots }

    func takeLoad() -> Load { self.state.value.loads.removeFirst() }
    func takeAppend() -> Append { self.state.value.appends.removeFirst() }

    func load(
        _ room: RoomID,
        on loop: any EventLoop,
        completion: @escaping @Sendable (Result<LoggedRoom?, StoreFailure>) -> Void
    ) {
        self.state.value.loads.append(Load(room: room, answer: completion))
    }

    func append(
        _ record: [UInt8],
        to room: RoomID,
        at slot: Slot,
        listing: RoomListing?,
        on loop: any EventLoop,
        completion: @escaping @Sendable (AppendOutcome) -> Void
    ) {
        self.state.value.appends.append(Append(record: record, room: room, slot: slot, answer: completion))
    }

    func saveSnapshot(_ record: [UInt8], of room: RoomID, upTo slot: Slot, keepFrom: Slot) {
        self.state.value.snapshots.append((room, slot, keepFrom))
    }
}
