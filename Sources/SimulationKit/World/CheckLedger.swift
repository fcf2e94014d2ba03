// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// How often each check has been made.
public struct CheckLedger: Sendable, Equatable {
    private var counts = [Int](repeating: 0, count: Int(UInt8.max) + 1)

    public init() {}

    public subscript(_ kind: CheckKind) -> Int {
        get { self.counts[Int(kind.rawValue)] }
        set { self.counts[Int(kind.rawValue)] = newValue }
    }

    /// Adds what another run has checked.
    public mutating func merge(_ other: CheckLedger) {
        for kind in CheckKind.allCases { self[kind] += other[kind] }
    }
}
