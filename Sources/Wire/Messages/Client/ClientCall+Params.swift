// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Which parameters belong to which method, both ways.

extension ClientCall {
    /// Reads the parameters of `method`.
    init(_ method: ClientMethod, from reader: inout JSONReader) throws(JSONFault) {
        switch method {
        case .sessionAuthenticate: self = .sessionAuthenticate(try reader.value())
        case .sessionResume: self = .sessionResume(try reader.value())
        case .sessionRefresh: self = .sessionRefresh(try reader.value())
        case .sessionPing: self = try reader.nothing(.sessionPing)
        case .sessionBye: self = try reader.nothing(.sessionBye)
        case .roomCreate: self = .roomCreate(try reader.value())
        case .roomJoin: self = .roomJoin(try reader.value())
        case .roomLeave: self = .roomLeave(try reader.value())
        case .roomInfo: self = .roomInfo(try reader.value())
        case .roomInvitationCreate: self = .roomInvitationCreate(try reader.value())
        case .roomInvitationList: self = .roomInvitationList(try reader.value())
        case .roomInvitationRevoke: self = .roomInvitationRevoke(try reader.value())
        case .roomLobbyAdmit: self = .roomLobbyAdmit(try reader.value())
        case .rosterWatch: self = .rosterWatch(try reader.value())
        case .rosterUnwatch: self = .rosterUnwatch(try reader.value())
        case .rosterPage: self = .rosterPage(try reader.value())
        case .rosterSearch: self = .rosterSearch(try reader.value())
        case .mediaReport: self = .mediaReport(try reader.value())
        case .mediaPublish: self = .mediaPublish(try reader.value())
        case .mediaUnpublish: self = .mediaUnpublish(try reader.value())
        case .mediaSubscribe: self = .mediaSubscribe(try reader.value())
        case .mediaAnswer: self = .mediaAnswer(try reader.value())
        case .mediaCandidates: self = .mediaCandidates(try reader.value())
        case .mediaServers: self = .mediaServers(try reader.value())
        case .signalSend: self = .signalSend(try reader.value())
        case .chatSend: self = .chatSend(try reader.value())
        case .floorRequest: self = .floorRequest(try reader.value())
        case .floorRelease: self = .floorRelease(try reader.value())
        case .floorGrant: self = .floorGrant(try reader.value())
        case .floorDeny: self = .floorDeny(try reader.value())
        case .floorRevoke: self = .floorRevoke(try reader.value())
        case .controlLock: self = .controlLock(try reader.value())
        case .controlUnlock: self = .controlUnlock(try reader.value())
        case .controlMute: self = .controlMute(try reader.value())
        case .controlUnmute: self = .controlUnmute(try reader.value())
        case .controlHide: self = .controlHide(try reader.value())
        case .controlShow: self = .controlShow(try reader.value())
        case .controlKick: self = .controlKick(try reader.value())
        case .controlPromote: self = .controlPromote(try reader.value())
        case .controlDemote: self = .controlDemote(try reader.value())
        case .controlEnd: self = .controlEnd(try reader.value())
        }
    }

    /// Writes the parameters.
    func writeParams(to writer: inout JSONWriter) {
        switch self {
        case .sessionPing, .sessionBye: writer.object { _ in }
        case .sessionAuthenticate(let params): params.write(to: &writer)
        case .sessionResume(let params): params.write(to: &writer)
        case .sessionRefresh(let params): params.write(to: &writer)
        case .roomCreate(let params): params.write(to: &writer)
        case .roomJoin(let params): params.write(to: &writer)
        case .roomLeave(let params), .roomInfo(let params), .roomInvitationList(let params),
            .mediaUnpublish(let params), .mediaServers(let params):
            params.write(to: &writer)
        case .roomInvitationCreate(let params): params.write(to: &writer)
        case .roomInvitationRevoke(let params): params.write(to: &writer)
        case .roomLobbyAdmit(let params): params.write(to: &writer)
        case .rosterWatch(let params), .rosterUnwatch(let params): params.write(to: &writer)
        case .rosterPage(let params): params.write(to: &writer)
        case .rosterSearch(let params): params.write(to: &writer)
        case .mediaReport(let params): params.write(to: &writer)
        case .mediaPublish(let params): params.write(to: &writer)
        case .mediaSubscribe(let params): params.write(to: &writer)
        case .mediaAnswer(let params): params.write(to: &writer)
        case .mediaCandidates(let params): params.write(to: &writer)
        case .signalSend(let params): params.write(to: &writer)
        case .chatSend(let params): params.write(to: &writer)
        case .floorRequest(let params), .floorRelease(let params), .controlLock(let params),
            .controlUnlock(let params), .controlEnd(let params):
            params.write(to: &writer)
        case .floorGrant(let params), .floorDeny(let params), .floorRevoke(let params), .controlKick(let params),
            .controlPromote(let params), .controlDemote(let params):
            params.write(to: &writer)
        case .controlMute(let params): params.write(to: &writer)
        case .controlUnmute(let params): params.write(to: &writer)
        case .controlHide(let params), .controlShow(let params): params.write(to: &writer)
        }
    }
}

extension JSONReader {
    /// Reads the parameters of a method that has none.
    fileprivate mutating func nothing(_ call: ClientCall) throws(JSONFault) -> ClientCall {
        try self.beginObject()
        while try self.nextName() != nil { try self.skip() }
        return call
    }
}
