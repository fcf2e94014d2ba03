// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import Wire

extension WireError {
    /// A room's refusal as clients see it.
    init(_ refusal: RoomRefusal) {
        switch refusal {
        case .roomExists: self.init(ErrorCode.internalError, details: "the number is taken")
        case .roomFull(let limit), .tooManyInvitations(let limit), .floorQueueFull(let limit), .floorBusy(let limit):
            self.init(refusal.code, details: "limit \(limit)")
        case .unknownRoom, .roomEnded, .roomLocked, .kicked, .alreadyJoined, .notInRoom, .permissionDenied,
            .invitationExpired, .admissionPending, .unknownInvitation, .unknownParticipant, .floorNotRequested,
            .floorNotHeld, .unknownSession:
            self.init(refusal.code)
        }
    }
}

extension RoomRefusal {
    /// The code of docs/protocol.md, "Errors".
    var code: ErrorCode {
        switch self {
        case .unknownRoom: .unknownRoom
        case .roomExists: .internalError  // No client asks for a number.
        case .roomEnded: .roomEnded
        case .roomLocked: .roomLocked
        case .roomFull: .roomFull
        case .kicked: .kicked
        case .invitationExpired: .invitationExpired
        case .admissionPending: .admissionPending
        case .unknownInvitation: .unknownInvitation
        case .tooManyInvitations: .tooManyInvitations
        case .alreadyJoined: .alreadyJoined
        case .notInRoom: .notInRoom
        case .permissionDenied: .permissionDenied
        case .unknownParticipant: .unknownParticipant
        case .floorQueueFull: .floorQueueFull
        case .floorBusy: .floorBusy
        case .floorNotRequested: .floorNotRequested
        case .floorNotHeld: .floorNotHeld
        case .unknownSession: .unknownSession
        }
    }
}

extension RoomRefusal {
    /// The refusal's name in the log; never changed once written.
    var logName: String {
        switch self {
        case .unknownRoom: "unknownRoom"
        case .roomExists: "roomExists"
        case .roomEnded: "roomEnded"
        case .roomLocked: "roomLocked"
        case .roomFull: "roomFull"
        case .kicked: "kicked"
        case .invitationExpired: "invitationExpired"
        case .admissionPending: "admissionPending"
        case .unknownInvitation: "unknownInvitation"
        case .tooManyInvitations: "tooManyInvitations"
        case .alreadyJoined: "alreadyJoined"
        case .notInRoom: "notInRoom"
        case .permissionDenied: "permissionDenied"
        case .unknownParticipant: "unknownParticipant"
        case .floorQueueFull: "floorQueueFull"
        case .floorBusy: "floorBusy"
        case .floorNotRequested: "floorNotRequested"
        case .floorNotHeld: "floorNotHeld"
        case .unknownSession: "unknownSession"
        }
    }

    /// Reads the name back; limits are not kept, receipts do not show them.
    init?(logName: String) {
        let all: [RoomRefusal] = [
            .unknownRoom, .roomExists, .roomEnded, .roomLocked, .roomFull(limit: 0), .kicked, .alreadyJoined,
            .notInRoom,
            .permissionDenied, .unknownParticipant, .floorQueueFull(limit: 0), .floorBusy(limit: 0),
            .floorNotRequested, .floorNotHeld, .unknownSession, .invitationExpired, .admissionPending,
            .unknownInvitation, .tooManyInvitations(limit: 0),
        ]
        guard let refusal = all.first(where: { $0.logName == logName }) else { return nil }
        self = refusal
    }
}
