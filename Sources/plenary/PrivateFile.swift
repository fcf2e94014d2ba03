// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
import PlenaryServer

/// Files with secrets in them: their owner alone may read them.
enum PrivateFile {
    /// Writes `bytes` to a new file that takes the place of what is at `path` once it is whole.
    static func write(_ bytes: [UInt8], to path: String) throws(ServerFailure) {
        let draft = "\(path).\(getpid()).partial"
        let file = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw self.failure("make", path) }
        do {
            try FileHandle(fileDescriptor: file, closeOnDealloc: false).write(contentsOf: Data(bytes))
        } catch {
            let failure = ServerFailure(.fileFailed, "cannot write \(path): \(error.localizedDescription)")
            close(file)
            unsafe unlink(draft)
            throw failure
        }
        guard close(file) == 0, unsafe rename(draft, path) == 0 else {
            let failure = self.failure("write", path)
            unsafe unlink(draft)
            throw failure
        }
    }

    private static func failure(_ activity: String, _ path: String) -> ServerFailure {
        let reason = unsafe String(cString: strerror(errno))
        return ServerFailure(.fileFailed, "cannot \(activity) \(path): \(reason)")
    }
}
