// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The methods that a client may call (docs/protocol.md, "Methods"; a test compares the lists).
public enum ClientMethod: String, CaseIterable, Sendable, JSONEncodable {
    case sessionAuthenticate = "session.authenticate"
    case sessionResume = "session.resume"
    case sessionRefresh = "session.refresh"
    case sessionPing = "session.ping"
    case sessionBye = "session.bye"
    case roomCreate = "room.create"
    case roomJoin = "room.join"
    case roomLeave = "room.leave"
    case roomInfo = "room.info"
    case roomInvitationCreate = "room.invitation.create"
    case roomInvitationList = "room.invitation.list"
    case roomInvitationRevoke = "room.invitation.revoke"
    case roomLobbyAdmit = "room.lobby.admit"
    case rosterWatch = "roster.watch"
    case rosterUnwatch = "roster.unwatch"
    case rosterPage = "roster.page"
    case rosterSearch = "roster.search"
    case mediaReport = "media.report"
    case mediaPublish = "media.publish"
    case mediaUnpublish = "media.unpublish"
    case mediaSubscribe = "media.subscribe"
    case mediaAnswer = "media.answer"
    case mediaCandidates = "media.candidates"
    case mediaServers = "media.servers"
    case signalSend = "signal.send"
    case chatSend = "chat.send"
    case floorRequest = "floor.request"
    case floorRelease = "floor.release"
    case floorGrant = "floor.grant"
    case floorDeny = "floor.deny"
    case floorRevoke = "floor.revoke"
    case controlLock = "control.lock"
    case controlUnlock = "control.unlock"
    case controlMute = "control.mute"
    case controlUnmute = "control.unmute"
    case controlHide = "control.hide"
    case controlShow = "control.show"
    case controlKick = "control.kick"
    case controlPromote = "control.promote"
    case controlDemote = "control.demote"
    case controlEnd = "control.end"

    private static let table = NameTable(Self.allCases.map { ($0.rawValue, $0) })

    /// Reads a method's name; nil for one that the protocol does not have.
    static func read(from reader: inout JSONReader) throws(JSONFault) -> ClientMethod? {
        let token = try reader.token()
        return reader.value(of: token, in: self.table)
    }
}
