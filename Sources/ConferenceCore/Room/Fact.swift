// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a room has decided, in the past tense.
///
/// Facts are what the slot log holds: a case is never given another meaning, and a newer binary reads those of an older
/// one. `by` is nil when the system did it.
public enum Fact: Hashable, Sendable {
    // Public: each is one message of the room's stream.
    case locked(by: Principal?)
    case unlocked(by: Principal?)
    /// All seats, the floor and the mesh are empty from here on.
    case ended(by: Principal?)
    case mutedAll(selfUnmute: Bool, by: Principal?)
    case unmutedAll(by: Principal?)
    case muted(Principal, by: Principal?)
    case unmuted(Principal, by: Principal?)
    /// Nothing of the participant is to be seen until that is lifted.
    case hidden(Principal, by: Principal?)
    case shown(Principal, by: Principal?)
    /// Kept out until the room ends; the seats are given up by facts of their own.
    case kicked(Principal, by: Principal?)
    case promoted(Principal, name: String, by: Principal?)
    case demoted(Principal, name: String, by: Principal?)
    case floorRequested(Principal, name: String)
    case floorGranted(Principal, name: String, by: Principal?)
    case floorDenied(Principal, by: Principal?)
    case floorRevoked(Principal, by: Principal?)
    case floorReleased(Principal)
    case chatPosted(from: Principal, name: String, text: String)
    case meshEntered(SessionID, Principal, name: String)
    case meshLeft(SessionID)
    /// From here on media travels by the media server, for good; the mesh is empty.
    case mediaMoved

    // Private: they move counts and pages, or nothing that anybody sees.
    case opened(RoomInfo)
    /// The first participant below the unit is about to be seated, so recovery needs no directory.
    case unitAdded(RosterUnit)
    case seated(Seat)
    case vacated(SessionID, Seat.Departure)
    case tokenRotated(SessionID, shown: TokenDigest, next: TokenDigest)
    /// A participant lifted the order against all for itself.
    case selfUnmuted(Principal)
    case answered(CommandKey, Receipt)
    case invited(Invitation)
    case invitationRevoked(InvitationNumber, by: Principal?)
    /// The guest may come in, to sit in the unit.
    case admitted(Principal, to: UnitID, by: Principal?)
    /// A guest who is not in the room is kept out until the room ends.
    case turnedAway(Principal, by: Principal?)

    // Private, and in snapshots only: what the facts before the snapshot have left behind.
    case chatKept(ChatMessage)
    case counted(RoomCounters)

    /// Whether everybody in the room is told.
    public var isPublic: Bool {
        switch self {
        case .locked, .unlocked, .ended, .mutedAll, .unmutedAll, .muted, .unmuted, .hidden, .shown, .kicked, .promoted,
            .demoted,
            .floorRequested, .floorGranted, .floorDenied, .floorRevoked, .floorReleased, .chatPosted, .meshEntered,
            .meshLeft, .mediaMoved:
            true
        case .opened, .unitAdded, .seated, .vacated, .tokenRotated, .selfUnmuted, .answered, .invited,
            .invitationRevoked, .admitted, .turnedAway, .chatKept, .counted:
            false
        }
    }
}
