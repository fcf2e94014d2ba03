// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// An expected "no" of a room; each maps to one code of docs/protocol.md, "Errors".
public enum RoomRefusal: Error, Hashable, Sendable {
    case unknownRoom
    /// This number is taken, perhaps by a room that is over.
    case roomExists
    case roomEnded
    case roomLocked
    case roomFull(limit: Int)
    case kicked
    /// The guest's invitation has expired or was withdrawn.
    case invitationExpired
    /// The guest has to wait in the lobby.
    case admissionPending
    case unknownInvitation
    case tooManyInvitations(limit: Int)
    case alreadyJoined
    case notInRoom
    case permissionDenied
    case unknownParticipant
    case floorQueueFull(limit: Int)
    /// As many hold the floor as may.
    case floorBusy(limit: Int)
    case floorNotRequested
    case floorNotHeld
    case unknownSession
}
