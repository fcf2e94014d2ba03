// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import CLibev

/// Sole owner of one libev loop on epoll, of the watcher that wakes it and of its one timer.
///
/// Every method except ``wake()`` must run on the thread that polls the loop, or before there is one.
@safe
final class LibevLoop: @unchecked Sendable {
    // @unchecked: the pointers never change; what they point to is touched on the polling thread only, except by
    // `ev_async_send`, which libev allows from any thread.
    private let raw: OpaquePointer
    private let waker: UnsafeMutablePointer<ev_async>
    private let timer: UnsafeMutablePointer<ev_timer>
    /// Written by the waker's callback, which reaches it through the watcher's `data`.
    private let wakeUpCount: UnsafeMutablePointer<UInt64>

    init() {
        let flags = UInt32(EVBACKEND_EPOLL) | UInt32(EVFLAG_NOENV)
        guard let raw = unsafe ev_loop_new(flags) else {
            preconditionFailure("libev has no epoll loop to give; the process may be out of file descriptors")
        }
        unsafe self.raw = raw
        unsafe self.wakeUpCount = .allocate(capacity: 1)
        unsafe self.wakeUpCount.initialize(to: 0)
        unsafe self.waker = .allocate(capacity: 1)
        unsafe self.waker.initialize(to: ev_async())
        unsafe self.timer = .allocate(capacity: 1)
        unsafe self.timer.initialize(to: ev_timer())
        unsafe shim_ev_async_init(self.waker, onWake)
        unsafe self.waker.pointee.data = UnsafeMutableRawPointer(self.wakeUpCount)
        unsafe ev_async_start(raw, self.waker)
        unsafe shim_ev_timer_init(self.timer, onTimer)
    }

    deinit {
        unsafe ev_timer_stop(self.raw, self.timer)
        unsafe ev_async_stop(self.raw, self.waker)
        // The loop may still read its watchers while it dies, so it goes first.
        unsafe ev_loop_destroy(self.raw)
        unsafe self.timer.deallocate()
        unsafe self.waker.deallocate()
        unsafe self.wakeUpCount.deallocate()
    }

    /// The `struct ev_loop *`; valid while this object lives.
    @unsafe
    var pointer: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(self.raw) }

    /// How often ``wake()`` has ended a wait or kept one from starting.
    var wakeUps: UInt64 { unsafe self.wakeUpCount.pointee }

    /// Dispatches what is ready; waits for it when `canWait`.
    func poll(canWait: Bool) {
        _ = unsafe ev_run(self.raw, CInt(canWait ? EVRUN_ONCE : EVRUN_NOWAIT))
    }

    /// Ends the current wait, or the next one; callable from any thread.
    func wake() {
        unsafe ev_async_send(self.raw, self.waker)
    }

    /// False once the timer has fired, which may be a moment before its time by another clock.
    var isTimerArmed: Bool { unsafe shim_ev_timer_is_active(self.timer) != 0 }

    /// Ends a wait after `seconds`; replaces what was armed before.
    func armTimer(seconds: Double) {
        unsafe ev_timer_stop(self.raw, self.timer)
        unsafe ev_now_update(self.raw)  // A timer counts from the loop's cached time, which is that of the last poll.
        unsafe shim_ev_timer_set(self.timer, seconds)
        unsafe ev_timer_start(self.raw, self.timer)
    }

    /// Lets a wait last until something else ends it.
    func disarmTimer() {
        unsafe ev_timer_stop(self.raw, self.timer)
    }
}

/// Counts; the loop looks at its queue after each poll anyway.
private func onWake(_ loop: OpaquePointer?, _ watcher: UnsafeMutablePointer<ev_async>?, _ events: CInt) {
    guard let count = unsafe watcher?.pointee.data?.assumingMemoryBound(to: UInt64.self) else { return }
    unsafe count.pointee += 1
}

/// Does nothing: to have ended the wait is enough.
private func onTimer(_ loop: OpaquePointer?, _ watcher: UnsafeMutablePointer<ev_timer>?, _ events: CInt) {}
