// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

/// Messages of one stream as few frames, none of them much longer than a client takes at once.
struct FrameSeries {
    /// A frame takes no further message beyond this; a single larger message has a frame to itself.
    static let frameBytesMax = 65_536

    private var finished: [[UInt8]] = []
    private var batch = FrameBatch()

    mutating func append(_ message: [UInt8]) {
        if !self.batch.isEmpty, self.batch.byteCount + message.count > Self.frameBytesMax {
            self.finished.append(self.batch.take())
        }
        self.batch.append(message)
    }

    /// Takes the frames out; none when nothing was appended.
    mutating func take() -> [[UInt8]] {
        if !self.batch.isEmpty { self.finished.append(self.batch.take()) }
        defer { self.finished = [] }
        return self.finished
    }
}
