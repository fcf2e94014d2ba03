// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Identity
import LoopRuntime

/// Keeps every event.
final class RecordingObserver: IdentityObserver {
    private let state = Guarded<[IdentityEvent]>([])

    var events: [IdentityEvent] { self.state.withLock { $0 } }

    func note(_ event: IdentityEvent) { self.state.withLock { $0.append(event) } }
}
