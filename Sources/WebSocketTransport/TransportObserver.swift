// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Port: where events go; called on any thread, so it must not block.
public protocol TransportObserver: Sendable {
    func note(_ event: TransportEvent)
}
