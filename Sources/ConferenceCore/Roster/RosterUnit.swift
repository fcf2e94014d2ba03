// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A node of the organisation tree as a room knows it.
///
/// A room learns of a unit when the first participant below it joins; it holds no copy of the whole organisation.
public struct RosterUnit: Hashable, Sendable {
    public let id: UnitID
    /// Nil for the root of the tree.
    public let parent: UnitID?
    public let name: String
    /// Sorts siblings, lowest first.
    public let order: Int32

    public init(id: UnitID, parent: UnitID?, name: String, order: Int32) {
        self.id = id
        self.parent = parent
        self.name = name
        self.order = order
    }
}
