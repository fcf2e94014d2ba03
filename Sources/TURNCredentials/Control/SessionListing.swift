// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What coturn's control interface answers to `psp`: its allocations, one block of lines each.
enum SessionListing {
    /// The ids of the allocations whose user name ends in a colon and `name`, in the order of the list.
    ///
    /// Such a block begins with `1) id=001000000000000003, user <1795536995:00000000000000ab>:`.
    static func ids(in text: String, ofUserEndingIn name: String) -> [String] {
        text.utf8.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let line = Substring(line)
            guard let id = line.between("id=", ","), let user = line.between("user <", ">:") else { return nil }
            return user.hasSuffix(":\(name)") && id.utf8.allSatisfy(self.isDigit) ? id : nil
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

extension Substring {
    /// What stands between the first `opening` and the next `closing`; nil unless both are there.
    fileprivate func between(_ opening: String, _ closing: String) -> String? {
        guard let start = self.firstRange(of: opening)?.upperBound,
            let end = self[start...].firstRange(of: closing)?.lowerBound
        else { return nil }
        return String(self[start..<end])
    }
}
