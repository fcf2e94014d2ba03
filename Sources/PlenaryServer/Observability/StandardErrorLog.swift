// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Foundation
public import Logging
internal import LoopRuntime

/// Writes log lines to standard error, for people or as JSON, one line each.
///
/// No call waits for whoever reads them: a thread of the process's own writes.
public struct StandardErrorLog: LogHandler {
    private static let level = Guarded(Logger.Level.info)
    private static let queue = LogQueue(descriptor: STDERR_FILENO)
    private static let flushMax: Duration = .seconds(2)

    public var metadata: Logger.Metadata = [:]
    private let line: LogLine

    public init(label: String, isJSON: Bool) {
        self.line = LogLine(isJSON: isJSON, label: label)
    }

    /// The level of every logger of the process; it can be changed while running.
    public static var processLevel: Logger.Level {
        get { self.level.withLock { $0 } }
        set { self.level.withLock { $0 = newValue } }
    }

    /// Lines of the process that were dropped because nobody read them.
    public static var droppedLines: UInt64 { self.queue.droppedLines }

    /// Waits until all lines are written, two seconds at most; call before the process ends.
    public static func flush() {
        self.queue.flush(within: self.flushMax)
    }

    /// Writes a line that is no line of the log, behind all that came before, and waits as ``flush()`` does.
    public static func say(_ text: String) {
        self.queue.add(text + "\n", LogLine(isJSON: false, label: ""))
        self.flush()
    }

    public var logLevel: Logger.Level {
        get { Self.processLevel }
        set { Self.processLevel = newValue }
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var metadata = self.metadata
        if let more = event.metadata { metadata.merge(more) { $1 } }
        Self.queue.add(self.line.text(event.level, "\(event.message)", metadata), self.line)
    }
}
