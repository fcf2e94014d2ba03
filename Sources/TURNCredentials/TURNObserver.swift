// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Port: where events of the relays' control go; called on its thread.
public protocol TURNObserver: Sendable {
    func note(_ event: TURNEvent)
}
