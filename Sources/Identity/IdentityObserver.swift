// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Port: where events of signing in go; called on worker threads and loops, so it must not block.
public protocol IdentityObserver: Sendable {
    func note(_ event: IdentityEvent)
}
