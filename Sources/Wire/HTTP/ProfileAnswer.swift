// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What HTTP answers to who asks about themselves: `GET /api/v1/me`.
public struct ProfileAnswer: Hashable, Sendable {
    public var account: WireParticipant
    /// The name to sign in with.
    public var name: String
    /// What others see in rooms; nil when it is empty.
    public var displayName: String?
    /// The names of the account's unit and of those above it, root first.
    public var unit: [String]
    public var mayCreateRooms: Bool

    public init(
        account: WireParticipant,
        name: String,
        displayName: String?,
        unit: [String],
        mayCreateRooms: Bool
    ) {
        self.account = account
        self.name = name
        self.displayName = displayName
        self.unit = unit
        self.mayCreateRooms = mayCreateRooms
    }
}

extension ProfileAnswer: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("account", self.account)
            writer.member("name", self.name)
            if let displayName = self.displayName { writer.member("displayName", displayName) }
            writer.member("unit", self.unit)
            writer.member("mayCreateRooms", self.mayCreateRooms)
        }
    }
}
