// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What an administrator says of a unit.
public struct UnitDetails: Hashable, Sendable {
    /// Characters (Unicode scalars) of a name.
    public static let nameLengthMax = 64
    /// 1 is the ministry, 2 a province, 3 a city, 4 a county; deeper tiers are allowed.
    public static let tiers: ClosedRange<UInt8> = 1...16

    public var code: UnitCode
    public var name: String
    /// Never above the tier of the unit above; equal for a department or an affiliated unit.
    public var tier: UInt8
    public var kind: UnitKind
    /// Sorts siblings, lowest first; equal ones by code.
    public var order: Int32

    public init(code: UnitCode, name: String, tier: UInt8, kind: UnitKind, order: Int32 = 0) {
        self.code = code
        self.name = name
        self.tier = tier
        self.kind = kind
        self.order = order
    }

    /// The same with the name cleaned of spaces around it.
    func checked() throws(DirectoryRefusal) -> UnitDetails {
        guard let name = PlainText.cleaned(self.name, limit: Self.nameLengthMax), !name.isEmpty else {
            throw .invalidName(limit: Self.nameLengthMax)
        }
        guard Self.tiers.contains(self.tier) else { throw .invalidTier(Self.tiers) }
        var details = self
        details.name = name
        return details
    }
}
