// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The answer to `room.invitation.create`.
public struct InvitationResult: Hashable, Sendable {
    public var invitation: WireInvitation

    public init(invitation: WireInvitation) {
        self.invitation = invitation
    }
}

extension InvitationResult: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { $0.member(.invitation, self.invitation) }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var invitation: WireInvitation?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .invitation: invitation = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(invitation: try reader.required(invitation, .invitation))
    }
}
