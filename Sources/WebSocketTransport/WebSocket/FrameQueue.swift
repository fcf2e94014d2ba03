// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker

/// Frames that wait for one client, oldest first.
///
/// Almost always there are none; then it holds no memory.
struct FrameQueue {
    private var frames: [Frame] = []
    /// How many of `frames` have been taken.
    private var head = 0
    /// Payload of all that wait.
    private(set) var bytes = 0

    var isEmpty: Bool { self.head == self.frames.count }

    mutating func append(_ frame: Frame) {
        self.frames.append(frame)
        self.bytes += frame.payloadCount
    }

    mutating func popFirst() -> Frame? {
        guard self.head < self.frames.count else { return nil }
        let frame = self.frames[self.head]
        self.head += 1
        self.bytes -= frame.payloadCount
        if self.isEmpty {
            self = FrameQueue()
        } else if self.head * 2 >= self.frames.count {
            self.frames.removeFirst(self.head)  // Each frame is moved once at most, on average.
            self.head = 0
        }
        return frame
    }
}
