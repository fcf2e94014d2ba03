// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Joins the encoded messages of one stream to the text of one frame.
///
/// One message stays the object that it is, several become an array of them, in the order in which they were appended.
public struct FrameBatch: Sendable {
    private var buffer: [UInt8] = []
    /// How many messages are in the batch.
    public private(set) var count = 0

    public init() {}

    public var isEmpty: Bool { self.count == 0 }

    /// How long the frame would be.
    public var byteCount: Int {
        self.count > 1 ? self.buffer.count + 1 : max(0, self.buffer.count - 1)
    }

    /// Appends one encoded message.
    public mutating func append(_ message: [UInt8]) {
        precondition(message.first == UInt8(ascii: "{"), "A message is an object")
        self.buffer.append(self.count == 0 ? UInt8(ascii: "[") : UInt8(ascii: ","))
        self.buffer.append(contentsOf: message)
        self.count += 1
    }

    /// The frame; the batch is empty again.
    ///
    /// An empty batch has no frame.
    public mutating func take() -> [UInt8] {
        precondition(!self.isEmpty, "An empty batch has no frame")
        var frame = self.buffer
        if self.count > 1 { frame.append(UInt8(ascii: "]")) } else { frame.removeFirst() }
        self.buffer.removeAll(keepingCapacity: true)
        self.count = 0
        return frame
    }
}
