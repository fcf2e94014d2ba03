// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation

/// How many files and sockets this process may have open.
enum OpenFileLimit {
    /// For the database, listeners, pipes and the like, beside the connections.
    private static let reserve = 256

    /// Raises the soft limit to what `connections` need, as far as the hard limit lets it.
    ///
    /// Call before the loops are made, which ask for the limit once. Debian's soft limit is 1,024.
    ///
    /// - Returns: The limit when it is too low all the same, else nil.
    static func raise(forConnections connections: Int) -> Int? {
        let needed = rlim_t(connections + self.reserve)
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        guard limit.rlim_cur < needed else { return nil }
        limit.rlim_cur = min(needed, limit.rlim_max)
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return limit.rlim_cur < needed ? Int(limit.rlim_cur) : nil
    }
}
