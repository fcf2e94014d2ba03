// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What bounds a room, besides the number of participants that its ``RoomInfo`` allows.
public struct RoomLimits: Hashable, Sendable {
    /// How long a seat is kept for a session without a connection.
    public var resumeGraceMs: Int64
    /// Seats that one call of ``Room/advance(to:)`` gives up at most, so that one slot of the log stays small.
    public var departuresMax: Int
    /// Hands that may be up at the same time.
    public var floorQueueMax: Int
    /// Participants that may hold the floor at the same time.
    public var floorHoldersMax: Int
    /// Receipts kept for commands that are sent again.
    public var receiptsMax: Int
    /// Sessions of one participant where the policy allows several; one more replaces the oldest.
    public var sessionsPerParticipantMax: Int
    /// Older resume tokens of a seat that are still told from forged ones.
    public var olderTokensMax: Int
    /// Chat messages kept for who comes later.
    public var chatMessagesMax: Int
    /// Bytes of UTF-8 that the kept chat messages may have together.
    public var chatBytesMax: Int
    /// Commands whose progress is followed at the same time; one more gives up the oldest.
    public var progressMax: Int
    /// Invitations that have not expired.
    public var invitationsMax: Int
    /// Guests who wait for admission at the same time.
    public var lobbyMax: Int
    /// Sizes of roster pages and summaries.
    public var roster: RosterLimits
    #if PLENARY_PLANTED_BUGS
    /// The bug that acts in this room.
    public var planted: PlantedBug?
    #endif

    public init(
        resumeGraceMs: Int64 = 120_000,
        departuresMax: Int = 512,
        floorQueueMax: Int = 128,
        floorHoldersMax: Int = 4,
        receiptsMax: Int = 1_024,
        sessionsPerParticipantMax: Int = 8,
        olderTokensMax: Int = 8,
        chatMessagesMax: Int = 50,
        chatBytesMax: Int = 32_768,
        progressMax: Int = 16,
        invitationsMax: Int = 64,
        lobbyMax: Int = 1_024,
        roster: RosterLimits = RosterLimits()
    ) {
        precondition(resumeGraceMs > 0, "A grace of zero would make every network change a leave")
        precondition(departuresMax > 0, "A room must be able to give up a seat")
        precondition(floorQueueMax > 0 && floorHoldersMax > 0, "Somebody must be able to speak")
        precondition(receiptsMax > 0, "A receipt must outlive its command")
        precondition(sessionsPerParticipantMax > 0, "A participant has a session")
        precondition(olderTokensMax >= 0 && chatMessagesMax >= 0 && chatBytesMax >= 0 && progressMax >= 0)
        precondition(invitationsMax > 0 && lobbyMax > 0, "Guests can be invited, and let in")
        self.resumeGraceMs = resumeGraceMs
        self.departuresMax = departuresMax
        self.floorQueueMax = floorQueueMax
        self.floorHoldersMax = floorHoldersMax
        self.receiptsMax = receiptsMax
        self.sessionsPerParticipantMax = sessionsPerParticipantMax
        self.olderTokensMax = olderTokensMax
        self.chatMessagesMax = chatMessagesMax
        self.chatBytesMax = chatBytesMax
        self.progressMax = progressMax
        self.invitationsMax = invitationsMax
        self.lobbyMax = lobbyMax
        self.roster = roster
    }
}
