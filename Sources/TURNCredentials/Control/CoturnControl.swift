// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore
import Foundation
internal import LoopRuntime

/// Cancels what revoked sessions have allocated, through coturn's control interface.
///
/// A thread of its own speaks to coturn, so that nobody waits for it. A session is looked for again until its
/// credentials have expired, whether or not coturn could be reached in between.
public final class CoturnControl: Sendable {
    /// How coturn is reached.
    public struct Configuration: Sendable {
        /// coturn's `cli-ip` and `cli-port`.
        public var address: ControlAddress
        /// coturn's `cli-password`.
        public var password: String
        /// Sessions that are looked after at a time, from 1.
        public var sessionsMax = 4_096
        /// Of connecting and of each answer.
        public var timeout: Duration = .seconds(2)

        public init(address: ControlAddress, password: String) {
            self.address = address
            self.password = password
        }
    }

    /// As long as credentials may live, and some seconds because coturn's clock is another one.
    private static let span: Duration = .seconds(TURNService.lifeSecondsMax + 5)

    private let state: Monitor<ControlState>
    private let observer: any TURNObserver
    private let hasEnded = Monitor(false)

    /// Starts the thread.
    public init(_ configuration: Configuration, observer: any TURNObserver) {
        let schedule = CancelSchedule(sessionsMax: configuration.sessionsMax, span: Self.span)
        self.state = Monitor(ControlState(schedule: schedule))
        self.observer = observer
        let worker = ControlWorker(configuration, state: self.state, observer: observer)
        let hasEnded = self.hasEnded
        let thread = Thread {
            worker.run()
            hasEnded.change { $0 = true }
        }
        thread.name = "turn-control"
        thread.start()
    }

    deinit { self.stop() }

    /// Has the session's allocations cancelled, and those that it still gets; from any thread, returns at once.
    public func cancel(_ session: SessionID) {
        let now = monotonicNow()
        let isFirstLeftOut = self.state.change { state in
            let isTaken = state.schedule.add(session, at: now)
            defer { state.isFull = !isTaken }
            return !isTaken && !state.isFull
        }
        if isFirstLeftOut { self.observer.note(.overflowed(session)) }
    }

    /// Does nothing more; from any thread, any number of times.
    public func stop() { self.state.change { $0.isStopped = true } }

    /// Waits until the thread has ended, which takes a ``stop()`` and at most one time-out.
    public func join() { self.hasEnded.wait { $0 ? () : nil } }
}

/// What the thread shares with those who ask.
struct ControlState: Sendable {
    var schedule: CancelSchedule
    /// The last one found no place.
    var isFull = false
    var isStopped = false
}

/// Since some moment in the past.
func monotonicNow() -> Duration {
    var time = timespec()
    let result = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    precondition(result == 0, "The system has no such clock")
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}
