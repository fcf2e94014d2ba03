// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A single thread of control: an executor with timers and clocks.
///
/// Production runs ``EventLoopThread``; simulation runs a loop whose time and order come from a seed. Whatever is
/// pinned to a loop runs the same code on both.
public protocol EventLoop: SerialExecutor {
    /// Monotonic time since the loop was made; for deadlines and intervals, never written down.
    var now: Duration { get }

    /// Milliseconds since 1970-01-01 UTC; for facts and messages. May jump: whoever stamps keeps its own stamps rising.
    var wallClockMs: Int64 { get }

    /// Runs `body` on this loop, after the caller has returned and in the order of posting. Callable from any thread.
    ///
    /// From the loop itself this costs no thread hop: the body runs before the loop next waits for I/O.
    func post(_ body: @escaping @Sendable () -> Void)

    /// Runs `body` on this loop once `delay` has passed. Call on the loop only.
    ///
    /// Never early and never inside this call, whatever the delay. Timers run in the order of their deadlines, those
    /// of one deadline in the order of scheduling.
    func schedule(after delay: Duration, _ body: @escaping @Sendable () -> Void) -> TimerID

    /// Forgets `timer`; nothing happens when it has fired already. Call on the loop only.
    func cancel(_ timer: TimerID)
}

/// Names a scheduled call until it has fired or was cancelled.
public struct TimerID: Hashable, Sendable {
    public let rawValue: UInt64

    public init(_ rawValue: UInt64) {
        self.rawValue = rawValue
    }
}
