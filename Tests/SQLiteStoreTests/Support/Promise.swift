// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import LoopRuntime

/// What other threads deliver, in the order of arrival.
final class Promise<Value: Sendable>: Sendable {
    private let values = Monitor<[Value]>([])

    func fulfil(_ value: Value) {
        self.values.change { $0.append(value) }
    }

    var all: [Value] { self.values.change { $0 } }

    /// Waits for `count` values; what has come after 30 s otherwise.
    @discardableResult
    func wait(forCount count: Int = 1) -> [Value] {
        self.values.wait(atMost: .seconds(30)) { $0.count >= count }
        return self.all
    }
}
