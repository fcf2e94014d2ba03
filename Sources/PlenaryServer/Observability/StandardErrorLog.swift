// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Foundation
internal import Glibc
public import Logging
internal import LoopRuntime
internal import Wire

/// Writes log lines to standard error, for people or as JSON, one line each.
///
/// `2026-01-31T09:30:00.123Z info seated room=428913577 session=00c2f5a81b3e9d74`
public struct StandardErrorLog: LogHandler {
    private static let level = Guarded(Logger.Level.info)

    public var metadata: Logger.Metadata = [:]
    private let label: String
    private let isJSON: Bool

    public init(label: String, isJSON: Bool) {
        self.label = label
        self.isJSON = isJSON
    }

    /// The level of every logger of the process; it can be changed while running.
    public static var processLevel: Logger.Level {
        get { self.level.withLock { $0 } }
        set { self.level.withLock { $0 = newValue } }
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
        let time = Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        let line = self.isJSON ? self.json(event, metadata, time) : self.text(event, metadata, time)
        let bytes = Array(line.utf8)
        // One write for one line, so that lines of several threads do not mix.
        _ = unsafe bytes.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    private func text(_ event: LogEvent, _ metadata: Logger.Metadata, _ time: String) -> String {
        var line = "\(time) \(event.level) \(event.message)"
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) { line += " \(key)=\(Self.quoted("\(value)"))" }
        return line + "\n"
    }

    private static func quoted(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.unicodeScalars.allSatisfy { $0 > " " && $0 != "\"" && $0 != "=" }
        return isPlain ? text : String(decoding: text.encoded(), as: UTF8.self)
    }

    private func json(_ event: LogEvent, _ metadata: Logger.Metadata, _ time: String) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("time", time)
            writer.member("level", event.level.rawValue)
            writer.member("logger", self.label)
            writer.member("message", "\(event.message)")
            for (key, value) in metadata.sorted(by: { $0.key < $1.key }) { writer.member(key, "\(value)") }
        }
        return String(decoding: writer.bytes, as: UTF8.self) + "\n"
    }
}
