// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a client asks: a method and its parameters.
///
/// The types of the parameters stand in one file per family of methods: `ClientCall+Session` and so on.
public enum ClientCall: Hashable, Sendable {
    case sessionAuthenticate(Authenticate)
    case sessionResume(Resume)
    case sessionRefresh(Refresh)
    case sessionPing
    case sessionBye
    case roomCreate(CreateRoom)
    case roomJoin(JoinRoom)
    case roomLeave(RoomOnly)
    case roomInfo(RoomOnly)
    case roomInvitationCreate(CreateInvitation)
    case roomInvitationList(RoomOnly)
    case roomInvitationRevoke(RevokeInvitation)
    case roomLobbyAdmit(AdmitFromLobby)
    case rosterWatch(RosterStreams)
    case rosterUnwatch(RosterStreams)
    case rosterPage(RosterPage)
    case rosterSearch(RosterSearch)
    case mediaReport(MediaReport)
    case mediaPublish(Publish)
    case mediaUnpublish(RoomOnly)
    case mediaSubscribe(Subscribe)
    case mediaAnswer(Answer)
    case mediaCandidates(Candidates)
    case mediaServers(RoomOnly)
    case signalSend(Signal)
    case chatSend(Chat)
    case floorRequest(RoomCommand)
    case floorRelease(RoomCommand)
    case floorGrant(ParticipantCommand)
    case floorDeny(ParticipantCommand)
    case floorRevoke(ParticipantCommand)
    case controlLock(RoomCommand)
    case controlUnlock(RoomCommand)
    case controlMute(Mute)
    case controlUnmute(Unmute)
    case controlHide(ParticipantsCommand)
    case controlShow(ParticipantsCommand)
    case controlKick(ParticipantCommand)
    case controlPromote(ParticipantCommand)
    case controlDemote(ParticipantCommand)
    case controlEnd(RoomCommand)

    public var method: ClientMethod {
        switch self {
        case .sessionAuthenticate: .sessionAuthenticate
        case .sessionResume: .sessionResume
        case .sessionRefresh: .sessionRefresh
        case .sessionPing: .sessionPing
        case .sessionBye: .sessionBye
        case .roomCreate: .roomCreate
        case .roomJoin: .roomJoin
        case .roomLeave: .roomLeave
        case .roomInfo: .roomInfo
        case .roomInvitationCreate: .roomInvitationCreate
        case .roomInvitationList: .roomInvitationList
        case .roomInvitationRevoke: .roomInvitationRevoke
        case .roomLobbyAdmit: .roomLobbyAdmit
        case .rosterWatch: .rosterWatch
        case .rosterUnwatch: .rosterUnwatch
        case .rosterPage: .rosterPage
        case .rosterSearch: .rosterSearch
        case .mediaReport: .mediaReport
        case .mediaPublish: .mediaPublish
        case .mediaUnpublish: .mediaUnpublish
        case .mediaSubscribe: .mediaSubscribe
        case .mediaAnswer: .mediaAnswer
        case .mediaCandidates: .mediaCandidates
        case .mediaServers: .mediaServers
        case .signalSend: .signalSend
        case .chatSend: .chatSend
        case .floorRequest: .floorRequest
        case .floorRelease: .floorRelease
        case .floorGrant: .floorGrant
        case .floorDeny: .floorDeny
        case .floorRevoke: .floorRevoke
        case .controlLock: .controlLock
        case .controlUnlock: .controlUnlock
        case .controlMute: .controlMute
        case .controlUnmute: .controlUnmute
        case .controlHide: .controlHide
        case .controlShow: .controlShow
        case .controlKick: .controlKick
        case .controlPromote: .controlPromote
        case .controlDemote: .controlDemote
        case .controlEnd: .controlEnd
        }
    }

    /// The room that the call is about; nil where it names none.
    public var room: WireRoom? {
        switch self {
        case .sessionAuthenticate, .sessionRefresh, .sessionPing, .sessionBye, .roomCreate: nil
        case .sessionResume(let resume): resume.room
        case .roomJoin(let join): join.room
        case .roomLeave(let only), .roomInfo(let only), .roomInvitationList(let only), .mediaUnpublish(let only),
            .mediaServers(let only):
            only.room
        case .roomInvitationCreate(let create): create.room
        case .roomInvitationRevoke(let revoke): revoke.room
        case .roomLobbyAdmit(let admit): admit.room
        case .rosterWatch(let streams), .rosterUnwatch(let streams): streams.room
        case .rosterPage(let page): page.room
        case .rosterSearch(let search): search.room
        case .mediaReport(let report): report.room
        case .mediaPublish(let publish): publish.room
        case .mediaSubscribe(let subscribe): subscribe.room
        case .mediaAnswer(let answer): answer.room
        case .mediaCandidates(let candidates): candidates.room
        case .signalSend(let signal): signal.room
        case .chatSend(let chat): chat.room
        case .floorRequest(let command), .floorRelease(let command), .controlLock(let command),
            .controlUnlock(let command), .controlEnd(let command):
            command.room
        case .floorGrant(let command), .floorDeny(let command), .floorRevoke(let command), .controlKick(let command),
            .controlPromote(let command), .controlDemote(let command):
            command.room
        case .controlMute(let mute): mute.room
        case .controlUnmute(let unmute): unmute.room
        case .controlHide(let command), .controlShow(let command): command.room
        }
    }

    /// The idempotency key; nil for what is no command.
    public var key: String? {
        switch self {
        case .sessionAuthenticate, .sessionResume, .sessionRefresh, .sessionPing, .sessionBye, .roomJoin, .roomLeave,
            .roomInfo, .roomInvitationList, .rosterWatch, .rosterUnwatch, .rosterPage, .rosterSearch, .mediaReport,
            .mediaPublish,
            .mediaUnpublish, .mediaSubscribe, .mediaAnswer, .mediaCandidates, .mediaServers, .signalSend:
            nil
        case .roomCreate(let create): create.key
        case .roomInvitationCreate(let create): create.key
        case .roomInvitationRevoke(let revoke): revoke.key
        case .roomLobbyAdmit(let admit): admit.key
        case .chatSend(let chat): chat.key
        case .floorRequest(let command), .floorRelease(let command), .controlLock(let command),
            .controlUnlock(let command), .controlEnd(let command):
            command.key
        case .floorGrant(let command), .floorDeny(let command), .floorRevoke(let command), .controlKick(let command),
            .controlPromote(let command), .controlDemote(let command):
            command.key
        case .controlMute(let mute): mute.key
        case .controlUnmute(let unmute): unmute.key
        case .controlHide(let command), .controlShow(let command): command.key
        }
    }
}
