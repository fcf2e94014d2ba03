// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Port: where events go; called on the loops, so it must not block.
public protocol BrokerObserver: Sendable {
    func note(_ event: BrokerEvent)
}
