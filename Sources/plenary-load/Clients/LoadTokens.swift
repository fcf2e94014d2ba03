// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
import Wire

/// Access tokens from a file of JSON lines: `{"account":…,"name":…,"token":…}`.
enum LoadTokens {
    private struct Line: Decodable {
        let token: String
    }

    /// - Throws: ``LoadFailure`` when the file cannot be read or holds fewer than `count`.
    static func read(_ path: String, atLeast count: Int) throws(LoadFailure) -> [SecretText] {
        let lines: [Substring]
        do {
            lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        } catch {
            throw LoadFailure("\(path) cannot be read: make it with `plenary demo seed --tokens \(path)`")
        }
        guard lines.count >= count else {
            throw LoadFailure("\(path) holds \(lines.count) tokens, fewer than the \(count) clients")
        }
        var tokens: [SecretText] = []
        tokens.reserveCapacity(count)
        for (index, line) in lines.prefix(count).enumerated() {
            guard let entry = try? JSONDecoder().decode(Line.self, from: Data(line.utf8)) else {
                throw LoadFailure("line \(index + 1) of \(path) is no token: make it with `plenary demo seed`")
            }
            tokens.append(SecretText(entry.token))
        }
        return tokens
    }
}
