// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation

/// `docs/protocol.md`, as the tests read it.
struct ProtocolPage {
    struct Sample {
        /// Kind and name, as `request room.join`.
        let name: String
        let text: String

        var bytes: [UInt8] { Array(self.text.utf8) }
    }

    static let shared = ProtocolPage()

    let lines: [Substring]
    let samples: [Sample]

    private init() {
        let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/protocol.md")
        guard let text = try? String(contentsOf: url, encoding: .utf8) else {
            preconditionFailure("The page of the protocol is not at \(url.path())")
        }
        self.lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        self.samples = Self.samples(in: self.lines)
    }

    /// All samples of one kind, by the rest of their names.
    func samples(of kind: String) -> [String: Sample] {
        let pairs = self.samples.filter { $0.name.hasPrefix(kind + " ") }
            .map { (String($0.name.dropFirst(kind.count + 1)), $0) }
        return Dictionary(pairs) { first, _ in first }
    }

    /// The cells of the table below the heading `heading`, without its first two lines, back ticks removed.
    func table(under heading: String) -> [[String]] {
        guard let start = self.lines.firstIndex(of: "## \(heading)") else { return [] }
        let section = self.lines[(start + 1)...].prefix { !$0.hasPrefix("## ") }
        return section.drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }.dropFirst(2).map { line in
            line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast().map {
                $0.trimmingCharacters(in: .whitespaces).replacingOccurrences(of: "`", with: "")
            }
        }
    }

    /// The lines between one heading and the next of the same level.
    func section(_ heading: String) -> String {
        guard let start = self.lines.firstIndex(of: "## \(heading)") else { return "" }
        return self.lines[(start + 1)...].prefix { !$0.hasPrefix("## ") }.joined(separator: "\n")
    }

    private static func samples(in lines: [Substring]) -> [Sample] {
        let opening = "<!-- sample: "
        return lines.indices.filter { lines[$0].hasPrefix(opening) }.map { index in
            let name = lines[index].dropFirst(opening.count).replacingOccurrences(of: " -->", with: "")
            precondition(lines[index + 1] == "```json" && lines[index + 3] == "```", "\(name) is one line of JSON")
            return Sample(name: name, text: String(lines[index + 2]))
        }
    }
}
