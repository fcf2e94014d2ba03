// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Glibc

/// A value that belongs to one simulated world, and so to the one thread that runs it.
///
/// Loops, ports and links of a world must be `Sendable`, because the real ones are; in a world they share one thread,
/// and this box turns a visit from any other into a stop.
// @unchecked: each access checks that it happens on the thread that made the box.
public final class Confined<Value>: @unchecked Sendable {
    private let owner = pthread_self()
    private var stored: Value

    public init(_ value: Value) {
        self.stored = value
    }

    public var value: Value {
        get {
            precondition(pthread_self() == self.owner, "A world is touched by its own thread only")
            return self.stored
        }
        _modify {
            precondition(pthread_self() == self.owner, "A world is touched by its own thread only")
            yield &self.stored
        }
    }
}
