// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What the stream `room` tells: the public facts of a room.
public enum RoomEvent: Hashable, Sendable {
    /// Newcomers are kept out.
    case locked(by: WireParticipant?)
    /// Newcomers are let in again.
    case unlocked(by: WireParticipant?)
    /// The room is over.
    case ended(by: WireParticipant?)
    /// Everybody is to be silent, later comers too; chair, presenters and floor holders excepted.
    case muted(by: WireParticipant?, selfUnmute: Bool)
    /// That order is lifted, with every single one.
    case unmuted(by: WireParticipant?)
    case participantMuted(WireParticipant, by: WireParticipant?)
    case participantUnmuted(WireParticipant, by: WireParticipant?)
    /// Its camera is to be off.
    case participantHidden(WireParticipant, by: WireParticipant?)
    case participantShown(WireParticipant, by: WireParticipant?)
    case participantKicked(WireParticipant, by: WireParticipant?)
    /// Onto the Stage as presenter.
    case participantPromoted(WirePerson, by: WireParticipant?)
    case participantDemoted(WirePerson, by: WireParticipant?)
    /// A hand is up, at the end of the queue.
    case floorRequested(WirePerson)
    case floorGranted(WirePerson, by: WireParticipant?)
    /// Out of the queue.
    case floorDenied(WireParticipant, by: WireParticipant?)
    case floorRevoked(WireParticipant, by: WireParticipant?)
    /// Hand lowered, or floor given back.
    case floorReleased(WireParticipant)
    case chatPosted(from: WirePerson, text: String)
    case meshEntered(WireMeshMember)
    case meshLeft(WireSession)
    /// Media travels by the media server from here on, and nobody is in the mesh any more.
    case mediaMoved

    public var method: PushMethod {
        switch self {
        case .locked: .roomLocked
        case .unlocked: .roomUnlocked
        case .ended: .roomEnded
        case .muted: .roomMuted
        case .unmuted: .roomUnmuted
        case .participantMuted: .participantMuted
        case .participantUnmuted: .participantUnmuted
        case .participantHidden: .participantHidden
        case .participantShown: .participantShown
        case .participantKicked: .participantKicked
        case .participantPromoted: .participantPromoted
        case .participantDemoted: .participantDemoted
        case .floorRequested: .floorRequested
        case .floorGranted: .floorGranted
        case .floorDenied: .floorDenied
        case .floorRevoked: .floorRevoked
        case .floorReleased: .floorReleased
        case .chatPosted: .chatPosted
        case .meshEntered: .meshEntered
        case .meshLeft: .meshLeft
        case .mediaMoved: .mediaMoved
        }
    }
}

extension RoomEvent {
    /// Writes the members that this event has beyond header and time.
    func writeMembers(to writer: inout JSONWriter) {
        switch self {
        case .locked(let by), .unlocked(let by), .ended(let by), .unmuted(let by):
            writer.nullableMember(.by, by)
        case .muted(let by, let selfUnmute):
            writer.nullableMember(.by, by)
            writer.member(.selfUnmute, selfUnmute)
        case .participantMuted(let participant, let by), .participantUnmuted(let participant, let by),
            .participantHidden(let participant, let by), .participantShown(let participant, let by),
            .participantKicked(let participant, let by), .floorDenied(let participant, let by),
            .floorRevoked(let participant, let by):
            writer.member(.participant, participant)
            writer.nullableMember(.by, by)
        case .participantPromoted(let person, let by), .participantDemoted(let person, let by),
            .floorGranted(let person, let by):
            writer.member(.participant, person.participant)
            writer.member(.name, person.name)
            writer.nullableMember(.by, by)
        case .floorRequested(let person):
            writer.member(.participant, person.participant)
            writer.member(.name, person.name)
        case .floorReleased(let participant):
            writer.member(.participant, participant)
        case .chatPosted(let person, let text):
            writer.member(.from, person.participant)
            writer.member(.name, person.name)
            writer.member(.text, text)
        case .meshEntered(let member):
            writer.member(.session, member.session)
            writer.member(.participant, member.participant)
            writer.member(.name, member.name)
        case .meshLeft(let session):
            writer.member(.session, session)
        case .mediaMoved:
            writer.member(.mode, WireRoomState.Media.Mode.server)
        }
    }
}
