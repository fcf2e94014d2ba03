// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// How often each kind of fault has happened.
public struct FaultLedger: Sendable, Equatable {
    private var counts = [Int](repeating: 0, count: Int(UInt8.max) + 1)

    public init() {}

    public subscript(_ kind: FaultKind) -> Int {
        get { self.counts[Int(kind.rawValue)] }
        set { self.counts[Int(kind.rawValue)] = newValue }
    }

    /// Adds what another run has seen.
    public mutating func merge(_ other: FaultLedger) {
        for kind in FaultKind.allCases { self[kind] += other[kind] }
    }
}
