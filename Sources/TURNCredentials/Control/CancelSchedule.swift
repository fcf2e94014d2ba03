// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore

/// Whose allocations are cancelled when; a value that is told the time.
///
/// Who was cut off may allocate anew as long as the credentials live. So each session is looked for again, at first
/// after a second and then ever more seldom, until the last credentials that it may have got have expired.
struct CancelSchedule: Sendable {
    private struct Entry {
        var due: Duration
        var wait: Duration
        let until: Duration
        var wasTried = false
    }

    static let waitMin: Duration = .seconds(1)
    static let waitMax: Duration = .seconds(30)

    private var entries: [SessionID: Entry] = [:]
    private let sessionsMax: Int
    private let span: Duration

    /// - Parameter span: How long a session may still have credentials.
    init(sessionsMax: Int, span: Duration) {
        self.sessionsMax = sessionsMax
        self.span = span
    }

    /// When something is to be done next; nil: nothing.
    var next: Duration? { self.entries.values.lazy.map(\.due).min() }

    var isEmpty: Bool { self.entries.isEmpty }

    /// Takes a session in, at the cost of the one that was looked for longest.
    ///
    /// - Returns: False when there is no place, since none of the others has been looked for yet.
    mutating func add(_ session: SessionID, at now: Duration) -> Bool {
        if self.entries[session] == nil, self.entries.count >= self.sessionsMax {
            let tried = self.entries.lazy.filter(\.value.wasTried)
            guard let oldest = tried.min(by: { $0.value.until < $1.value.until }) else { return false }
            self.entries[oldest.key] = nil
        }
        self.entries[session] = Entry(due: now, wait: Self.waitMin, until: now + self.span)
        return true
    }

    /// The sessions whose turn it is; each has its next turn already, or had its last.
    mutating func takeDue(at now: Duration) -> [SessionID] {
        let due = self.entries.filter { $0.value.due <= now }.keys.sorted()
        for session in due {
            guard var entry = self.entries[session] else { continue }
            if now >= entry.until {
                self.entries[session] = nil
                continue
            }
            entry.due = min(now + entry.wait, entry.until)
            entry.wait = min(entry.wait * 2, Self.waitMax)
            entry.wasTried = true
            self.entries[session] = entry
        }
        return due
    }
}
