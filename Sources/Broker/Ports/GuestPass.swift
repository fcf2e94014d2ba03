// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// What a guest shows in place of an account: by which invitation it may ask for admission, and to which room.
public struct GuestPass: Hashable, Sendable {
    public let room: RoomID
    public let invitation: InvitationNumber

    public init(room: RoomID, invitation: InvitationNumber) {
        self.room = room
        self.invitation = invitation
    }
}
