// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A participant with the name it had when a fact named it.
///
/// What the room's stream tells must follow from its public facts alone, so a name is kept with what it was told for.
public struct NamedParticipant: Hashable, Sendable {
    public let principal: Principal
    public let name: String

    public init(principal: Principal, name: String) {
        self.principal = principal
        self.name = name
    }
}
