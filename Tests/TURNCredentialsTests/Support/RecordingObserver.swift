// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import LoopRuntime
import TURNCredentials
import Testing

/// Keeps what it is told.
final class RecordingObserver: TURNObserver {
    private let told = Guarded<[TURNEvent]>([])

    var events: [TURNEvent] { self.told.withLock { $0 } }

    func note(_ event: TURNEvent) { self.told.withLock { $0.append(event) } }
}

/// Asks again and again until it is so; the test's time limit ends what never is.
func until(_ isSo: () throws -> Bool) async throws {
    while try !isSo() { try await Task.sleep(for: .milliseconds(50)) }
}
