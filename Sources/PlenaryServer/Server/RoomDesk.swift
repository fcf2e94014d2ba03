// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore
internal import Logging
internal import LoopRuntime
internal import Wire

/// The command line's place among the Edges of a node: asks rooms, and hands their answers to who waits.
///
/// Pinned to a loop. It has no sessions, so rooms send it nothing but replies.
actor RoomDesk {
    /// How long a room may take to make its answer durable.
    static let patience: Duration = .seconds(20)
    /// How often, and how long apart, a room whose loop has no place for it is told that somebody's access is revoked.
    private static let revocationsMax = 200
    private static let revocationPause: Duration = .milliseconds(100)

    nonisolated let address: Address
    private let loop: any EventLoop
    private let bus: any Bus<BrokerMessage>
    private let placement: RoomPlacement
    private let logger: Logger
    private var waiting: [RequestID: (reply: CheckedContinuation<RoomReply, Never>, timer: TimerID)] = [:]
    private var nextRequest: Int64 = 0
    private var isOpen = true

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe self.loop.asUnownedSerialExecutor() }

    init(
        address: Address,
        loop: any EventLoop,
        bus: any Bus<BrokerMessage>,
        placement: RoomPlacement,
        logger: Logger
    ) {
        self.address = address
        self.loop = loop
        self.bus = bus
        self.placement = placement
        self.logger = logger
    }

    /// What `room` answers to the message that `body` makes; an answer that does not come is a refusal.
    func ask(_ room: RoomID, _ body: @Sendable (ReplyAddress) -> RoomsMessage.Body) async -> RoomReply {
        guard self.isOpen else { return .refused(WireError(.overloaded)) }
        self.nextRequest += 1
        let request = RequestID.number(self.nextRequest)
        let message = body(ReplyAddress(edge: self.address, connection: ConnectionID(0), request: request))
        guard self.tell(room, message) else { return .refused(WireError(.overloaded)) }
        return await withCheckedContinuation { reply in
            let timer = self.loop.schedule(after: Self.patience) { [weak self] in
                self?.assumeIsolated { $0.answer(request, .refused(WireError(.outcomeUnknown))) }
            }
            self.waiting[request] = (reply, timer)
        }
    }

    /// Sends what is not answered; false when the room's loop has no place for it.
    func tell(_ room: RoomID, _ body: RoomsMessage.Body) -> Bool {
        let rooms = self.placement.address(of: room)
        return self.bus.send(.rooms(RoomsMessage(room, body)), from: self.address, to: rooms)
    }

    /// Has `room` give up the seats of a principal whose access is revoked, even if its loop has no place right now.
    func revoke(_ principal: Principal, in room: RoomID) {
        self.revoke(principal, in: room, attemptsLeft: Self.revocationsMax)
    }

    private func revoke(_ principal: Principal, in room: RoomID, attemptsLeft: Int) {
        guard self.isOpen, !self.tell(room, .revoke(principal)) else { return }
        guard attemptsLeft > 1 else {
            self.logger.error(
                "a room was not told that access is revoked",
                metadata: ["room": "\(room.number)", "account": "\(principal.id)"]
            )
            return
        }
        _ = self.loop.schedule(after: Self.revocationPause) { [weak self] in
            self?.assumeIsolated { $0.revoke(principal, in: room, attemptsLeft: attemptsLeft - 1) }
        }
    }

    /// Takes a batch of the shelves' messages in.
    func receive(_ batch: [BrokerMessage]) {
        for message in batch {
            if case .edge(let message) = message, case .reply(let address, let reply) = message.body {
                self.answer(address.request, reply)
            }
        }
    }

    /// Answers all who wait, before the loop ends.
    func shutDown() {
        self.isOpen = false
        for request in Array(self.waiting.keys) { self.answer(request, .refused(WireError(.outcomeUnknown))) }
    }

    private func answer(_ request: RequestID, _ reply: RoomReply) {
        guard let waiting = self.waiting.removeValue(forKey: request) else { return }
        self.loop.cancel(waiting.timer)
        waiting.reply.resume(returning: reply)
    }
}
