// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import LoopRuntime

/// The events of a client, for one reader.
///
/// Nothing is kept twice: of several readers each gets some of the events. When the reader is slower than the room, at
/// most ``ClientConfiguration/eventsMax`` events wait; what comes then is left out and counted in one
/// ``ClientEvent/missed(count:)``, in the place where the hole is. After ``ClientEvent/ended(_:)`` the sequence ends.
public struct ClientEvents: AsyncSequence, Sendable {
    let queue: EventQueue

    public func makeAsyncIterator() -> Iterator { Iterator(queue: self.queue) }

    public struct Iterator: AsyncIteratorProtocol {
        let queue: EventQueue

        public mutating func next(isolation actor: isolated (any Actor)?) async -> ClientEvent? {
            await self.queue.next()
        }

        public mutating func next() async -> ClientEvent? { await self.queue.next() }
    }
}

/// Holds events between a loop, which adds, and a task, which takes.
final class EventQueue: Sendable {
    private struct State {
        var events: [ClientEvent] = []
        var head = 0
        /// Events left out behind those that wait; nothing is added before the reader has been told.
        var missed = 0
        /// The last event, which is never left out.
        var end: ClientEvent?
        var hasEnded = false
        var reader: CheckedContinuation<ClientEvent?, Never>?

        mutating func take() -> ClientEvent? {
            if self.head < self.events.count {
                let event = self.events[self.head]
                self.head += 1
                if self.head == self.events.count {
                    self.events.removeAll(keepingCapacity: true)
                    self.head = 0
                }
                return event
            }
            if self.missed > 0 { return .missed(count: exchange(&self.missed, with: 0)) }
            return self.end.take()
        }
    }

    private let state = Guarded(State())
    private let eventsMax: Int

    /// - Precondition: `eventsMax` is positive.
    init(eventsMax: Int) {
        precondition(eventsMax > 0, "A queue holds at least one event")
        self.eventsMax = eventsMax
    }

    /// Never waits.
    func add(_ event: ClientEvent) {
        let reader = self.state.withLock { state -> CheckedContinuation<ClientEvent?, Never>? in
            guard !state.hasEnded else { return nil }
            if case .ended = event { state.hasEnded = true }
            if let reader = state.reader.take() { return reader }  // It waits, so there is nothing in front.
            if state.hasEnded {
                state.end = event
            } else if state.missed > 0 || state.events.count - state.head >= self.eventsMax {
                state.missed += 1
            } else {
                state.events.append(event)
            }
            return nil
        }
        reader?.resume(returning: event)
    }

    /// Nil at the end, and when the task is cancelled.
    func next() async -> ClientEvent? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (event, isDone, displaced) = self.state.withLock { state in
                    if Task.isCancelled { return (ClientEvent?.none, true, Reader.none) }
                    if let event = state.take() { return (event, true, nil) }
                    if state.hasEnded { return (nil, true, nil) }
                    return (nil, false, exchange(&state.reader, with: continuation))
                }
                // Of two readers that wait the first gives way.
                displaced?.resume(returning: nil)
                if isDone { continuation.resume(returning: event) }
            }
        } onCancel: {
            self.state.withLock { $0.reader.take() }?.resume(returning: nil)
        }
    }

    private typealias Reader = CheckedContinuation<ClientEvent?, Never>?
}
