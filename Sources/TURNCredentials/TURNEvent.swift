// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// Something worth a line in the log or a number in the metrics; none holds a secret.
public enum TURNEvent: Sendable, Equatable {
    /// Allocations of a revoked session were found and cancelled.
    case cancelled(SessionID, allocations: Int)
    /// The control interface does not do what it is asked; told once, until ``controlRecovered``.
    case controlFailing(TURNFailure)
    case controlRecovered
    /// More sessions were revoked than can be looked after: allocations of this one, and of those that follow it
    /// without one that finds a place, may live on.
    case overflowed(SessionID)
}
