// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Foundation

/// Reads a socket line by line; not for two threads at once.
struct LineReader {
    enum Line: Equatable {
        /// Without the line feed.
        case line([UInt8])
        case tooLong
        /// The other end is gone, or said nothing for too long.
        case end
    }

    private let socket: CInt
    private let bytesMax: Int
    private var buffer: [UInt8] = []
    /// Bytes of the buffer that are known to hold no line feed.
    private var searched = 0

    /// - Parameter bytesMax: Of one line.
    init(socket: CInt, bytesMax: Int) {
        self.socket = socket
        self.bytesMax = bytesMax
    }

    mutating func next() -> Line {
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            if let end = self.buffer[self.searched...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(self.buffer[..<end])
                self.buffer.removeFirst(end + 1)
                self.searched = 0
                return line.count <= self.bytesMax ? .line(line) : .tooLong
            }
            self.searched = self.buffer.count
            guard self.buffer.count <= self.bytesMax else { return .tooLong }
            let count = unsafe recv(self.socket, &part, part.count, 0)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return .end }
            self.buffer += part.prefix(count)
        }
    }

    /// Throws away what comes, up to `limit` bytes, until the other end stops.
    func drain(limit: Int) {
        var part = [UInt8](repeating: 0, count: 65_536)
        var left = limit
        while left > 0 {
            let count = unsafe recv(self.socket, &part, part.count, 0)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            left -= count
        }
    }
}
