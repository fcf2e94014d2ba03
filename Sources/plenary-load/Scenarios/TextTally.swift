// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import PlenaryClient
import Wire

/// Numbered texts of one client, and what each client of a crowd has heard of them.
///
/// Whoever hears one from the middle on must hear all that follow, each once, whatever its connection went through.
final class TextTally {
    private struct Heard {
        let first: Int
        var last: Int
        /// Numbers that were jumped over, came again or came too late.
        var faults = 0
    }

    private(set) var written = 0
    private var heard: [Int: Heard] = [:]

    /// The next text.
    func next() -> String {
        self.written += 1
        return "\(self.written)"
    }

    func take(_ push: ServerPush, by client: Int) {
        guard case .room(_, _, .chatPosted(_, let text)) = push, let number = Int(text) else { return }
        guard var heard = self.heard[client] else {
            self.heard[client] = Heard(first: number, last: number)
            return
        }
        heard.faults += number > heard.last ? number - heard.last - 1 : 1
        heard.last = max(heard.last, number)
        self.heard[client] = heard
    }

    /// The least that any client heard; zero when one of so many heard nothing.
    func heardLeast(of clients: Int) -> Int {
        guard self.heard.count >= clients else { return 0 }
        return self.heard.values.map { $0.last - $0.first + 1 }.min() ?? 0
    }

    /// Texts that somebody missed or got twice, of all clients together.
    var faults: Int { self.heard.values.reduce(0) { $0 + $1.faults } }
}
