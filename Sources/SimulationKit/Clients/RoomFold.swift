// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

/// What a client makes of the messages of the stream `room`, by nothing but docs/protocol.md.
enum RoomFold {
    /// Messages of the chat that are compared; who follows keeps more than who is told.
    private static let chatCompared = 20

    static func apply(_ event: RoomEvent, at: Int64, offset: UInt64, to state: WireRoomState) -> WireRoomState {
        var state = state
        switch event {
        case .locked: state.isLocked = true
        case .unlocked: state.isLocked = false
        case .ended: break
        case .muted(by: _, let selfUnmute):
            state.mute = WireRoomState.Mute(isForAll: true, allowsSelfUnmute: selfUnmute)
            state.unmuted = []
        case .unmuted:
            state.mute.isForAll = false
            state.muted = []
            state.unmuted = []
        case .participantMuted(let who, by: _):
            if !state.muted.contains(who) { state.muted.append(who) }
            state.unmuted.removeAll { $0 == who }
        case .participantUnmuted(let who, by: _):
            state.muted.removeAll { $0 == who }
            if state.mute.isForAll, !state.unmuted.contains(who) { state.unmuted.append(who) }
        case .participantKicked: break
        case .participantPromoted(let person, by: _):
            if !state.presenters.contains(where: { $0.participant == person.participant }) {
                state.presenters.append(person)
            }
        case .participantDemoted(let person, by: _):
            state.presenters.removeAll { $0.participant == person.participant }
        case .floorRequested(let person): state.floor.queue.append(person)
        case .floorGranted(let person, by: _):
            state.floor.queue.removeAll { $0.participant == person.participant }
            state.floor.holders.append(person)
        case .floorDenied(let who, by: _), .floorRevoked(let who, by: _), .floorReleased(let who):
            state.floor.queue.removeAll { $0.participant == who }
            state.floor.holders.removeAll { $0.participant == who }
        case .chatPosted(let from, let text):
            let message = WireRoomState.ChatMessage(
                offset: offset,
                at: at,
                from: from.participant,
                name: from.name,
                text: text
            )
            state.chat.append(message)
            if state.chat.count > 2 * self.chatCompared { state.chat.removeFirst(self.chatCompared) }
        case .meshEntered(let member): state.media.members.append(member)
        case .meshLeft(let session): state.media.members.removeAll { $0.session == session }
        case .mediaMoved:
            state.media.mode = .server
            state.media.members = []
        case .participantHidden(let who, by: _): state.hidden.append(who)
        case .participantShown(let who, by: _): state.hidden.removeAll { $0 == who }
        }
        return state
    }

    /// Whether two clients see the same room; the order of lists without an order, and old chat, do not count.
    static func areEqual(_ mine: WireRoomState, _ theirs: WireRoomState) -> Bool {
        self.normal(mine) == self.normal(theirs) && self.areEqual(chat: mine.chat, theirs.chat)
    }

    /// What differs, for the report of a violation.
    static func difference(_ mine: WireRoomState, _ theirs: WireRoomState) -> String {
        "\(self.normal(mine)) against \(self.normal(theirs))"
    }

    private static func normal(_ state: WireRoomState) -> WireRoomState {
        var state = state
        state.chat = []
        state.muted.sort { ($0.kind.rawValue, $0.id) < ($1.kind.rawValue, $1.id) }
        state.unmuted.sort { ($0.kind.rawValue, $0.id) < ($1.kind.rawValue, $1.id) }
        state.presenters.sort {
            ($0.participant.kind.rawValue, $0.participant.id) < ($1.participant.kind.rawValue, $1.participant.id)
        }
        // While no order holds for all it does not matter what it would allow.
        if !state.mute.isForAll { state.mute.allowsSelfUnmute = true }
        return state
    }

    private static func areEqual(
        chat mine: [WireRoomState.ChatMessage],
        _ theirs: [WireRoomState.ChatMessage]
    ) -> Bool {
        let count = min(mine.count, theirs.count, self.chatCompared)
        return mine.suffix(count) == theirs.suffix(count)
    }
}
