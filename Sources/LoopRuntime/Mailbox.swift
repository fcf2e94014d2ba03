// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The one way between loops: a bounded queue from one sender to one receiver, emptied in batches.
///
/// Order holds within a mailbox and nowhere else. When both ends share a loop the batch is a local post: no hop, no
/// wake-up, and a lock that nobody else wants.
///
/// **Backpressure.** A sender that gets false keeps the message, stops reading what feeds it, and goes on, with that
/// message first, when it is told of space. Once the receiver's loop has stopped, a mailbox fills and refuses for good.
public final class Mailbox<Message: Sendable>: Sendable {
    private struct State {
        var messages: [Message] = []
        /// The emptied array of an earlier batch, kept for its memory.
        var spare: [Message] = []
        var isDrainPosted = false
        /// The sender was refused and waits to be told of space.
        var isSpaceWanted = false
        var onSpace: (@Sendable () -> Void)?
    }

    private let state = Guarded(State())
    private let capacity: Int
    private let sender: any EventLoop
    private let receiver: any EventLoop
    private let receive: @Sendable ([Message]) -> Void

    /// - Parameters:
    ///   - capacity: Messages held before ``send(_:)`` refuses; a batch that is being received is beside these.
    ///   - sender: The loop that sends, and where it is told of space.
    ///   - receiver: The loop where `receive` is called.
    ///   - receive: Takes a batch of one to `capacity` messages, oldest first.
    /// - Precondition: `capacity` is positive.
    public init(
        capacity: Int,
        from sender: any EventLoop,
        to receiver: any EventLoop,
        receive: @escaping @Sendable ([Message]) -> Void
    ) {
        precondition(capacity > 0, "A mailbox holds at least one message")
        self.capacity = capacity
        self.sender = sender
        self.receiver = receiver
        self.receive = receive
    }

    /// Has `body` called on the sender's loop once a mailbox that refused a message has been emptied.
    ///
    /// Once, however many it refused. Replaces an earlier `body`; set it before the first ``send(_:)``.
    /// The mailbox keeps `body`: let it hold the mailbox and its owner weakly.
    public func onSpace(_ body: @escaping @Sendable () -> Void) {
        self.state.withLock { $0.onSpace = body }
    }

    /// Queues `message`; one wake-up serves all that arrive before the receiver runs.
    ///
    /// Call on the sender's loop only.
    ///
    /// - Returns: False, with nothing queued, when the mailbox is full.
    public func send(_ message: Message) -> Bool {
        precondition(self.sender.isIsolatingCurrentContext() != false, "A mailbox is sent to on its sender's loop")
        let (isQueued, isFirst) = self.state.withLock { state in
            guard state.messages.count < self.capacity else {
                state.isSpaceWanted = true
                return (false, false)
            }
            state.messages.append(message)
            defer { state.isDrainPosted = true }
            return (true, !state.isDrainPosted)
        }
        if isFirst { self.receiver.post { self.drain() } }
        return isQueued
    }

    private func drain() {
        var (batch, isSpaceWanted) = self.state.withLock { state in
            state.isDrainPosted = false
            let batch = exchange(&state.messages, with: exchange(&state.spare, with: []))
            return (batch, exchange(&state.isSpaceWanted, with: false))
        }
        self.receive(batch)
        batch.removeAll(keepingCapacity: true)
        let onSpace = self.state.withLock { state in
            state.spare = batch
            return isSpaceWanted ? state.onSpace : nil
        }
        // Told only now, so that at most one batch and one full mailbox are ever under way.
        if let onSpace { self.sender.post(onSpace) }
    }
}
