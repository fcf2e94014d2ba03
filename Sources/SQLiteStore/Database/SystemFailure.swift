// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Glibc

/// A system call that failed, by the name of the call and its `errno`.
struct SystemFailure: Error, Equatable, CustomStringConvertible {
    let call: String
    let number: CInt

    /// Reads `errno`, so make it right after the call.
    init(_ call: String) {
        self.call = call
        self.number = errno
    }

    var description: String {
        let text = unsafe strerror(self.number).map { unsafe String(cString: $0) } ?? "unknown"
        return "\(self.call): \(text) (errno \(self.number))"
    }
}
