// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

extension Roster {
    /// Finds participants by a part of the name, a part of the full pinyin, the first initials, or the last digits of
    /// the phone number.
    ///
    /// Upper and lower case of ASCII letters are the same; everything else is compared as it is, without Unicode
    /// normalisation. An empty query finds nobody. Linear in the number of participants, without allocation for those
    /// that do not match.
    ///
    /// - Returns: At most `limit` matches, in the order of ``members``, and whether there are more.
    public func search(
        _ query: String,
        limit: Int
    ) -> (matches: [(unit: UnitID, entry: RosterEntry)], hasMore: Bool) {
        var matches: [(unit: UnitID, entry: RosterEntry)] = []
        guard !query.isEmpty else { return (matches, false) }
        let wanted = SearchQuery(query)
        for index in self.treeOrder {
            for page in self.nodes[index].pages.pages {
                for entry in page.entries where wanted.matches(entry) {
                    guard matches.count < limit else { return (matches, true) }
                    matches.append((self.nodes[index].unit, entry))
                }
            }
        }
        return (matches, false)
    }
}

/// A query in the form in which it is compared.
private struct SearchQuery {
    /// UTF-8 with ASCII letters in lower case; never empty.
    private let bytes: [UInt8]

    init(_ query: String) {
        self.bytes = query.utf8.map(Self.folded)
    }

    func matches(_ entry: RosterEntry) -> Bool {
        if self.isPart(of: entry.name.utf8.span) { return true }
        let keys = entry.searchKeys
        if self.isPart(of: keys.pinyin.utf8.span) || self.isAt(0, of: keys.initials.utf8.span) { return true }
        let phone = keys.phone.utf8.span
        return self.isAt(phone.count - self.bytes.count, of: phone)
    }

    private func isPart(of text: Span<UInt8>) -> Bool {
        var start = 0
        while start + self.bytes.count <= text.count {
            if self.isAt(start, of: text) { return true }
            start += 1
        }
        return false
    }

    private func isAt(_ start: Int, of text: Span<UInt8>) -> Bool {
        guard start >= 0, start + self.bytes.count <= text.count else { return false }
        for offset in self.bytes.indices where Self.folded(text[start + offset]) != self.bytes[offset] { return false }
        return true
    }

    private static func folded(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
