// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Foundation
internal import Logging
internal import LoopRuntime

/// Lines on their way to a descriptor: whoever logs leaves them here, and one thread writes.
///
/// A loop must not wait for whoever reads the log. When that reader stops, a bounded number of lines waits; what comes
/// beyond is dropped and counted, and the log says so where it went missing, once it is read again.
final class LogQueue: Sendable {
    /// What may wait.
    struct Limits {
        var linesMax = 8_192
        var bytesMax = 4 << 20
    }

    private struct State {
        var lines: [String] = []
        var bytes = 0
        /// Since the log last said so.
        var dropped = 0
        /// How the log says so.
        var line = LogLine(isJSON: false, label: "")
        var droppedEver: UInt64 = 0
        var isWriting = false
    }

    private struct Batch {
        let lines: [String]
        let dropped: Int
        let line: LogLine
    }

    private let descriptor: CInt
    private let limits: Limits
    private let state = Monitor(State())

    /// Writes to `descriptor`, which must stay open, for as long as the process lives.
    init(descriptor: CInt, limits: Limits = Limits()) {
        self.descriptor = descriptor
        self.limits = limits
        let thread = Thread { self.run() }
        thread.name = "log"
        thread.start()
    }

    /// Lines that nobody will read, since the start.
    var droppedLines: UInt64 { self.state.change { $0.droppedEver } }

    /// Leaves `text`, one line with its end, to be written; `line` is how the log would say that it was dropped.
    func add(_ text: String, _ line: LogLine) {
        let count = text.utf8.count
        self.state.change { state in
            state.line = line
            guard state.lines.count < self.limits.linesMax, state.bytes + count <= self.limits.bytesMax else {
                state.dropped += 1
                state.droppedEver += 1
                return
            }
            state.lines.append(text)
            state.bytes += count
        }
    }

    /// Waits until everything is written, but no longer than `limit`: there may be nobody who reads.
    func flush(within limit: Duration) {
        self.state.wait(atMost: limit) { $0.lines.isEmpty && !$0.isWriting }
    }

    // MARK: The thread

    private func run() -> Never {
        while true {
            let batch = self.state.wait(for: Self.nextBatch)
            let unwritten = batch.lines.count { !self.write($0) }
            let isTold = self.tell(batch)
            self.state.change { state in
                state.droppedEver += UInt64(unwritten)
                state.dropped += unwritten + (isTold ? 0 : batch.dropped)
                state.isWriting = false
            }
        }
    }

    /// Lines are dropped only while others wait, so their number always has a batch to go with.
    private static func nextBatch(_ state: inout State) -> Batch? {
        guard !state.lines.isEmpty else { return nil }
        defer {
            state.lines = []
            state.bytes = 0
            state.dropped = 0
            state.isWriting = true
        }
        return Batch(lines: state.lines, dropped: state.dropped, line: state.line)
    }

    private func tell(_ batch: Batch) -> Bool {
        let count = batch.dropped
        return count == 0
            || self.write(batch.line.text(.warning, "\(count) log lines dropped", ["count": "\(count)"]))
    }

    /// Writes one line, by one call where the system takes it whole: lines of several processes do not mix.
    ///
    /// - Returns: False when the descriptor cannot be written.
    private func write(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { buffer in
                unsafe Foundation.write(self.descriptor, buffer.baseAddress, buffer.count)
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                // Whoever shares the descriptor with us has made it non-blocking.
                var request = pollfd(fd: self.descriptor, events: Int16(POLLOUT), revents: 0)
                unsafe poll(&request, 1, -1)
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }
}
