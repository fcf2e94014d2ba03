// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
internal import LoopRuntime

/// A thread of our own that runs one body and can be waited for.
final class WorkThread: Sendable {
    private let hasEnded = Monitor(false)

    /// Starts at once.
    ///
    /// - Parameter name: For debuggers and `top`; the system cuts it to 15 bytes.
    init(name: String, _ body: @escaping @Sendable () -> Void) {
        let hasEnded = self.hasEnded
        let thread = Thread {
            body()
            hasEnded.change { $0 = true }
        }
        thread.name = name
        thread.start()
    }

    /// Waits until the body has returned; from that very thread it would wait for ever.
    func join() {
        self.hasEnded.wait { $0 ? () : nil }
    }
}
