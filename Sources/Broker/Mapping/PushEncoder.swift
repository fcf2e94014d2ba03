// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import Wire

/// Turns what a room has to tell into the bytes that every recipient gets; each is called once for each message.
enum PushEncoder {
    /// A public fact as a message of the room's stream; nil for a private one.
    static func push(_ fact: Fact, _ header: PushHeader, at: Timestamp) -> [UInt8]? {
        guard let event = self.event(fact) else { return nil }
        return ServerPush.room(header, at: at.ms, event).encoded()
    }

    /// The reset of the room's stream.
    static func reset(_ header: PushHeader, _ state: WireRoomState) -> [UInt8] {
        ServerPush.streamReset(header, .room(state)).encoded(reserving: 2_048)
    }

    /// The reset of a summary or a page.
    static func reset(_ header: PushHeader, _ snapshot: RosterSnapshot, spreadMs: Int64) -> [UInt8] {
        switch snapshot {
        case .summary(let summary):
            ServerPush.streamReset(header, .summary(summary.wire(spreadMs: spreadMs))).encoded(reserving: 4_096)
        case .page(let page):
            ServerPush.streamReset(header, .page(page.wire)).encoded(reserving: 16_384)
        }
    }

    /// The reset of the stream `self`, which has no state.
    static func resetSelf(_ header: PushHeader) -> [UInt8] {
        ServerPush.streamReset(header, .own).encoded()
    }

    /// What has changed in a summary or on a page.
    static func changed(_ delta: RosterDelta, _ header: PushHeader, spreadMs: UInt32?) -> [UInt8] {
        switch delta {
        case .summary(let summary): ServerPush.summaryChanged(header, summary.wire(spreadMs: spreadMs)).encoded()
        case .page(let page): ServerPush.pageChanged(header, page.wire).encoded(reserving: 4_096)
        }
    }

    static func signalReceived(
        _ header: PushHeader,
        from session: SessionID,
        _ principal: Principal,
        _ payload: OpaqueJSON
    ) -> [UInt8] {
        let signal = SignalReceived(from: session.wire, participant: principal.wire, payload: payload)
        return ServerPush.signalReceived(header, signal).encoded(reserving: 256 + payload.bytes.count)
    }

    static func progressed(_ notice: ProgressNotice, _ header: PushHeader) -> [UInt8] {
        let progress = ControlProgress(
            key: notice.key,
            applied: UInt32(clamping: notice.applied),
            pending: UInt32(clamping: notice.pending)
        )
        return ServerPush.controlProgressed(header, progress).encoded()
    }

    private static func event(_ fact: Fact) -> RoomEvent? {
        switch fact {
        case .locked(let by): .locked(by: by?.wire)
        case .unlocked(let by): .unlocked(by: by?.wire)
        case .ended(let by): .ended(by: by?.wire)
        case .mutedAll(let selfUnmute, let by): .muted(by: by?.wire, selfUnmute: selfUnmute)
        case .unmutedAll(let by): .unmuted(by: by?.wire)
        case .muted(let who, let by): .participantMuted(who.wire, by: by?.wire)
        case .unmuted(let who, let by): .participantUnmuted(who.wire, by: by?.wire)
        case .hidden(let who, let by): .participantHidden(who.wire, by: by?.wire)
        case .shown(let who, let by): .participantShown(who.wire, by: by?.wire)
        case .kicked(let who, let by): .participantKicked(who.wire, by: by?.wire)
        case .promoted(let who, let name, let by):
            .participantPromoted(WirePerson(participant: who.wire, name: name), by: by?.wire)
        case .demoted(let who, let name, let by):
            .participantDemoted(WirePerson(participant: who.wire, name: name), by: by?.wire)
        case .floorRequested(let who, let name): .floorRequested(WirePerson(participant: who.wire, name: name))
        case .floorGranted(let who, let name, let by):
            .floorGranted(WirePerson(participant: who.wire, name: name), by: by?.wire)
        case .floorDenied(let who, let by): .floorDenied(who.wire, by: by?.wire)
        case .floorRevoked(let who, let by): .floorRevoked(who.wire, by: by?.wire)
        case .floorReleased(let who): .floorReleased(who.wire)
        case .chatPosted(let from, let name, let text):
            .chatPosted(from: WirePerson(participant: from.wire, name: name), text: text)
        case .meshEntered(let session, let who, let name):
            .meshEntered(WireMeshMember(session: session.wire, participant: who.wire, name: name))
        case .meshLeft(let session): .meshLeft(session.wire)
        case .mediaMoved: .mediaMoved
        case .opened, .unitAdded, .seated, .vacated, .tokenRotated, .selfUnmuted, .answered, .invited,
            .invitationRevoked,
            .admitted, .turnedAway, .chatKept, .counted:
            nil
        }
    }
}
