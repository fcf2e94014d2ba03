// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// Port: the clocks that signing in goes by; callable from any thread.
public protocol IdentityClock: Sendable {
    /// UTC, for what is written down: when tokens were issued and expire.
    var wall: Timestamp { get }

    /// Monotonic time since some moment in the past, for lockouts.
    var elapsed: Duration { get }
}
