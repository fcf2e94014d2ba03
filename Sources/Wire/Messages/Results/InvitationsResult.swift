// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The answer to `room.invitation.list`.
public struct InvitationsResult: Hashable, Sendable {
    /// Oldest first.
    public var invitations: [WireInvitation]

    public init(invitations: [WireInvitation]) {
        self.invitations = invitations
    }
}

extension InvitationsResult: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { $0.member(.invitations, self.invitations) }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var invitations: [WireInvitation]?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .invitations: invitations = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(invitations: try reader.required(invitations, .invitations))
    }
}
