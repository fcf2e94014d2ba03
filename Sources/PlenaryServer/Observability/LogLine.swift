// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Foundation
internal import Logging
internal import Wire

/// How a line of the log looks: for people or as JSON.
///
/// `2026-01-31T09:30:00.123Z info seated room=428913577 session=00c2f5a81b3e9d74`
struct LogLine: Sendable {
    let isJSON: Bool
    /// Of the logger; only JSON shows it.
    let label: String

    /// One line with its end, stamped with the time of now.
    func text(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata) -> String {
        let time = Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        let sorted = metadata.sorted { $0.key < $1.key }
        guard self.isJSON else {
            let pairs = sorted.map { " \($0)=\(Self.quoted("\($1)"))" }.joined()
            return "\(time) \(level) \(message)\(pairs)\n"
        }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("time", time)
            writer.member("level", level.rawValue)
            writer.member("logger", self.label)
            writer.member("message", message)
            for (key, value) in sorted { writer.member(key, "\(value)") }
        }
        return String(decoding: writer.bytes, as: UTF8.self) + "\n"
    }

    private static func quoted(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.unicodeScalars.allSatisfy { $0 > " " && $0 != "\"" && $0 != "=" }
        return isPlain ? text : String(decoding: text.encoded(), as: UTF8.self)
    }
}
