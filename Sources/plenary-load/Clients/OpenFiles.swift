// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation

/// How many sockets this process may have open.
enum OpenFiles {
    /// For files, pipes and the like, beside the sockets.
    private static let reserve = 128

    /// Raises the soft limit to what `sockets` need.
    ///
    /// - Throws: ``LoadFailure`` when the hard limit is lower.
    static func allow(_ sockets: Int) throws(LoadFailure) {
        let needed = rlim_t(sockets + self.reserve)
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard unsafe getrlimit(resource, &limit) == 0, limit.rlim_cur < needed else { return }
        guard needed <= limit.rlim_max else {
            throw LoadFailure("\(needed) open files are needed and \(limit.rlim_max) allowed: raise `ulimit -Hn`")
        }
        limit.rlim_cur = needed
        _ = unsafe setrlimit(resource, &limit)
    }
}
