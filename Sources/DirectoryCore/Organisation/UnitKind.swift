// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// How a unit belongs to the one above it.
public enum UnitKind: UInt8, CaseIterable, Sendable {
    /// A part of the unit above (部门).
    case department = 1
    /// A body of its own that the unit above directs (直属).
    case affiliated = 2
    /// An office that the unit above keeps elsewhere (派出).
    case dispatched = 3
    /// The counterpart one tier below (地方).
    case local = 4

    /// As written in configuration, JSON and on the command line.
    public var name: String {
        switch self {
        case .department: "department"
        case .affiliated: "affiliated"
        case .dispatched: "dispatched"
        case .local: "local"
        }
    }

    public init?(name: String) {
        guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = kind
    }
}
