// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Who a participant is, as the directory knew it when the session joined.
public struct Profile: Hashable, Sendable {
    public let principal: Principal
    public let name: String
    public let title: String
    /// Members of a unit are ordered by rank, lowest first.
    public let rank: Int32
    /// Sort key of the name, compared byte by byte; made outside the core.
    public let nameKey: [UInt8]
    /// What a search matches; see ``RosterEntry/searchKeys``.
    public let searchKeys: SearchKeys

    public init(
        principal: Principal,
        name: String,
        title: String = "",
        rank: Int32 = 0,
        nameKey: [UInt8] = [],
        searchKeys: SearchKeys = SearchKeys()
    ) {
        self.principal = principal
        self.name = name
        self.title = title
        self.rank = rank
        self.nameKey = nameKey
        self.searchKeys = searchKeys
    }
}
