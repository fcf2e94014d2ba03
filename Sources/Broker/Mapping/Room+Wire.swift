// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import Wire

extension Room {
    /// What a client is shown of the room when its stream begins.
    ///
    /// - Precondition: The room is open.
    var wireState: WireRoomState {
        guard let info = self.info else { preconditionFailure("A room that was never opened has no stream") }
        return WireRoomState(
            title: info.title,
            isLocked: self.isLocked,
            chair: info.chair.wire,
            limit: UInt32(clamping: info.participantsMax),
            mute: WireRoomState.Mute(
                isForAll: self.muteOrders.general != nil,
                allowsSelfUnmute: self.muteOrders.general?.selfUnmute ?? true
            ),
            muted: self.muteOrders.muted.sorted().map(\.wire),
            unmuted: self.muteOrders.unmuted.sorted().map(\.wire),
            hidden: self.hidden.map(\.wire),
            presenters: self.presenters.map(\.wire),
            floor: WireRoomState.Floor(
                holders: self.floor.holders.map(\.wire),
                queue: self.floor.queue.map(\.wire)
            ),
            media: self.wireMedia(of: info),
            chat: self.chat.map(\.wire)
        )
    }

    private func wireMedia(of info: RoomInfo) -> WireRoomState.Media {
        switch info.media {
        case .mesh(let limit):
            let members = self.mesh.members.map {
                WireMeshMember(session: $0.session.wire, participant: $0.principal.wire, name: $0.name)
            }
            let mode: WireRoomState.Media.Mode = self.isMediaMoved ? .server : .mesh
            return WireRoomState.Media(mode: mode, limit: UInt32(clamping: limit), members: members)
        }
    }

    /// What anybody may know who asks for the room.
    ///
    /// - Precondition: The room is open, or was.
    var infoAnswer: InfoAnswer {
        guard let info = self.info else { preconditionFailure("A room that was never opened is unknown") }
        return InfoAnswer(
            room: info.room,
            title: info.title,
            isEnded: self.isEnded,
            isLocked: self.isLocked,
            participants: self.participantCount,
            people: Int(self.roster.counts.people),
            limit: info.participantsMax
        )
    }

    /// - Precondition: The room is open, or was.
    var listing: RoomListing {
        guard let info = self.info else { preconditionFailure("A room that was never opened is not listed") }
        return RoomListing(
            room: info.room,
            title: info.title,
            chair: info.chair,
            createdAt: info.createdAt,
            isEnded: self.isEnded
        )
    }
}

extension ChatMessage {
    fileprivate var wire: WireRoomState.ChatMessage {
        WireRoomState.ChatMessage(
            offset: self.offset,
            at: self.at.ms,
            from: self.from.wire,
            name: self.name,
            text: self.text
        )
    }
}

extension RosterEntry {
    var wire: WireRosterEntry {
        WireRosterEntry(
            participant: self.principal.wire,
            name: self.name,
            title: self.title,
            people: UInt32(clamping: self.people),
            role: self.role.wire,
            hasHandUp: self.hasHandUp,
            isMuted: self.isMuted,
            microphone: WireSwitch(isOn: self.isMicrophoneOn),
            camera: WireSwitch(isOn: self.isCameraOn),
            sessions: self.sessions.map(\.wire),
            isOnline: self.isOnline
        )
    }
}

extension PageSnapshot {
    var wire: WirePageState {
        WirePageState(
            unit: self.unit.rawValue,
            page: self.page.rawValue,
            next: self.next?.rawValue,
            entries: self.entries.map(\.wire)
        )
    }
}

extension SummarySnapshot {
    func wire(spreadMs: Int64) -> WireSummaryState {
        WireSummaryState(
            unit: self.unit.rawValue,
            spreadMs: UInt32(clamping: spreadMs),
            rows: self.rows.map(\.wire),
            counts: self.counts.enumerated().map { $1.wire(row: $0) }
        )
    }
}

extension SummaryRow {
    fileprivate var wire: WireSummaryRow {
        WireSummaryRow(row: UInt32(self.row), unit: self.unit.rawValue, name: self.name, order: self.order)
    }
}

extension RosterCounts {
    fileprivate func wire(row: Int) -> WireSummaryCounts {
        WireSummaryCounts(
            row: UInt32(row),
            expected: UInt32(clamping: self.expected),
            joined: UInt32(clamping: self.joined),
            ready: UInt32(clamping: self.ready),
            hands: UInt32(clamping: self.hands),
            muted: UInt32(clamping: self.muted),
            people: UInt32(clamping: self.people)
        )
    }
}

extension SummaryDelta {
    func wire(spreadMs: UInt32?) -> SummaryChange {
        SummaryChange(
            spreadMs: spreadMs,
            rows: self.rows.map(\.wire),
            counts: self.counts.map { $0.counts.wire(row: $0.row) }
        )
    }
}

extension PageDelta {
    var wire: PageChange {
        let next: PageChange.Next =
            switch self.next {
            case .unchanged: .unchanged
            case .changed(nil): .none
            case .changed(let page?): .page(page.rawValue)
            }
        return PageChange(
            next: next,
            remove: self.remove.map(\.wire),
            put: self.put.map { PageChange.Put(before: $0.before?.wire, entry: $0.entry.wire) },
            isClosed: self.isClosed
        )
    }
}

extension Receipt {
    var wire: ReceiptResult {
        ReceiptResult(
            applied: UInt32(clamping: self.applied),
            pending: UInt32(clamping: self.pending),
            refused: self.refused.map {
                ReceiptResult.Refusal(participant: $0.principal.wire, code: $0.reason.code)
            },
            enforcement: self.enforcement == .server ? .server : .request,
            at: self.at.ms,
            offset: self.offset
        )
    }
}

extension Decision.MediaPlace {
    var wire: JoinRoomResult.Media {
        switch self {
        case .mesh: .mesh
        case .full: .full
        case .none: .none
        case .server: .server
        }
    }
}
