// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Why a request was not carried out (docs/protocol.md, "Errors"; a test compares the tables).
///
/// The raw value is the stable `data.code` that programs look at.
public enum ErrorCode: String, CaseIterable, Sendable, JSONEncodable, JSONDecodable {
    case parseError = "parse_error"
    case invalidRequest = "invalid_request"
    case unknownMethod = "unknown_method"
    case invalidParams = "invalid_params"
    case internalError = "internal_error"
    case rateLimited = "rate_limited"
    case notAuthenticated = "not_authenticated"
    case alreadyAuthenticated = "already_authenticated"
    case credentialsWrong = "credentials_wrong"
    case lockedOut = "locked_out"
    case signInBusy = "sign_in_busy"
    case tokenInvalid = "token_invalid"
    case invitationWrong = "invitation_wrong"
    case pinWrong = "pin_wrong"
    case invitationExpired = "invitation_expired"
    case unknownSession = "unknown_session"
    case tokenReused = "token_reused"
    case unknownRoom = "unknown_room"
    case roomEnded = "room_ended"
    case roomLocked = "room_locked"
    case roomFull = "room_full"
    case joinQueued = "join_queued"
    case admissionPending = "admission_pending"
    case kicked
    case alreadyJoined = "already_joined"
    case alreadyInRoom = "already_in_room"
    case notInRoom = "not_in_room"
    case permissionDenied = "permission_denied"
    case unknownParticipant = "unknown_participant"
    case unknownInvitation = "unknown_invitation"
    case tooManyInvitations = "too_many_invitations"
    case recipientGone = "recipient_gone"
    case unknownStream = "unknown_stream"
    case tooManyWatches = "too_many_watches"
    case floorQueueFull = "floor_queue_full"
    case floorBusy = "floor_busy"
    case floorNotRequested = "floor_not_requested"
    case floorNotHeld = "floor_not_held"
    case mediaUnavailable = "media_unavailable"
    case mediaRefused = "media_refused"
    case tooManyPublishers = "too_many_publishers"
    case storeUnavailable = "store_unavailable"
    case outcomeUnknown = "outcome_unknown"
    case overloaded

    /// The integer `error.code` (JSON-RPC 2.0 section 5.1).
    public var number: Int {
        switch self {
        case .parseError: -32_700
        case .invalidRequest: -32_600
        case .unknownMethod: -32_601
        case .invalidParams: -32_602
        case .internalError: -32_603
        default: -32_000
        }
    }

    /// Whether the same request may succeed later.
    public var isRetryable: Bool {
        switch self {
        case .internalError, .rateLimited, .lockedOut, .signInBusy, .roomFull, .joinQueued, .admissionPending,
            .floorQueueFull, .floorBusy, .mediaUnavailable, .tooManyPublishers, .storeUnavailable,
            .outcomeUnknown, .overloaded:
            true
        default:
            false
        }
    }

    /// What to do about it, in an English sentence that can be shown as it is.
    public var message: String {
        switch self {
        case .parseError: "The message is not acceptable JSON. Send one JSON object in UTF-8, within the limits."
        case .invalidRequest: "The message is no request. Send one JSON-RPC 2.0 object with a method and an id."
        case .unknownMethod: "The server does not know this method. Check its name, or update the client."
        case .invalidParams: "A parameter is missing or wrong. Correct the one that is named and try again."
        case .internalError: "Something went wrong in the server. Try again in a moment."
        case .rateLimited: "Too many requests. Wait a moment and try again."
        case .notAuthenticated: "Nobody is signed in here. Sign in first."
        case .alreadyAuthenticated: "Somebody is already signed in here. Sign out first."
        case .credentialsWrong: "Name or password is wrong. Check both and try again."
        case .lockedOut: "Too many failed attempts. Wait until the account is open again."
        case .signInBusy: "Many people are signing in at the moment. Wait a little and try again."
        case .tokenInvalid: "The sign-in has expired or was revoked. Sign in again."
        case .invitationWrong: "The link is incomplete or wrong. Open it again as it was sent to you."
        case .pinWrong: "The PIN is wrong. Check it and try again."
        case .invitationExpired: "The invitation has expired or was withdrawn. Ask for a new one."
        case .unknownSession: "The session has ended. Sign in and join the room again."
        case .tokenReused: "The session was ended because an old token was used. Sign in and join the room again."
        case .unknownRoom: "There is no room with this number. Check the number."
        case .roomEnded: "The meeting is over. Ask for a new room if it has to go on."
        case .roomLocked: "The room is locked. Ask the chair to unlock it."
        case .roomFull: "The room is full. Try again when somebody has left."
        case .joinQueued: "Many people are joining at the moment. Join again when your turn has come."
        case .admissionPending: "You are in the lobby. Ask again until the chair lets you in."
        case .kicked: "You were removed from this room. Ask the chair if this was a mistake."
        case .alreadyJoined: "You are in this room with another device. Leave it there first."
        case .alreadyInRoom: "You are already in a room. Leave it first."
        case .notInRoom: "You are not in this room. Join it first."
        case .permissionDenied: "Your role does not allow this. Ask the chair or an operator."
        case .unknownParticipant: "This participant is not in the room. Look at the roster again."
        case .unknownInvitation: "The room has no such invitation. Look at the list again."
        case .tooManyInvitations: "The room has as many invitations as it may. Withdraw one first."
        case .recipientGone: "The other side has left the room. Look at the roster again."
        case .unknownStream: "There is no such unit or page. Look at the summary again."
        case .tooManyWatches: "Too many parts of the roster are open. Close one first."
        case .floorQueueFull: "Too many hands are up. Try again when some have been called."
        case .floorBusy: "As many participants hold the floor as may. Take it back from one of them first."
        case .floorNotRequested: "This participant does not ask to speak. Look at the queue again."
        case .floorNotHeld: "There is neither a raised hand to lower nor a floor to give back. Look at the queue again."
        case .mediaUnavailable: "The media server cannot be used at the moment. Try again in a few seconds."
        case .mediaRefused: "The media server did not accept the offer. Begin a new connection and offer again."
        case .tooManyPublishers: "As many send picture and sound as this room takes. Ask for the floor, or try later."
        case .storeUnavailable: "The server cannot save anything at the moment and changed nothing. Try again soon."
        case .outcomeUnknown: "It is not known whether this was done. Send it again with the same key to find out."
        case .overloaded: "The server is too busy. Wait a little and try again."
        }
    }
}
