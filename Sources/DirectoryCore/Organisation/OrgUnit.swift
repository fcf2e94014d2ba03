// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A node of the organisation tree.
public struct OrgUnit: Hashable, Sendable {
    public let id: OrgUnitID
    /// Nil for the root.
    public let parent: OrgUnitID?
    public let details: UnitDetails

    public init(id: OrgUnitID, parent: OrgUnitID?, details: UnitDetails) {
        self.id = id
        self.parent = parent
        self.details = details
    }

    public var code: UnitCode { self.details.code }
    public var name: String { self.details.name }
    public var tier: UInt8 { self.details.tier }
    public var kind: UnitKind { self.details.kind }
    public var order: Int32 { self.details.order }
}
