// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import Wire

@testable import Broker

// What a value carries when it is the case that a test expects; nil otherwise.

extension RoomReply {
    var isCreated: Bool { if case .created = self { true } else { false } }
    var isNumberTaken: Bool { if case .numberTaken = self { true } else { false } }
    var isDone: Bool { if case .done = self { true } else { false } }
    var isLeft: Bool { if case .left = self { true } else { false } }
    var isRevoked: Bool { if case .revoked = self { true } else { false } }

    var joined: JoinAnswer? { if case .joined(let answer) = self { answer } else { nil } }
    var resumed: ResumeAnswer? { if case .resumed(let answer) = self { answer } else { nil } }
    var receipt: Receipt? { if case .receipt(let receipt) = self { receipt } else { nil } }
    var watching: [StreamName]? { if case .watching(let names) = self { names } else { nil } }
    var page: WirePageState? { if case .page(let page) = self { page } else { nil } }
    var search: SearchResult? { if case .search(let result) = self { result } else { nil } }
    var info: InfoAnswer? { if case .info(let info) = self { info } else { nil } }
    var refusal: WireError? { if case .refused(let error) = self { error } else { nil } }
}

extension RoomsMessage.Body {
    /// What is to be set anew, and for whom.
    var refresh: (session: SessionID, connection: ConnectionID, streams: [StreamID])? {
        guard case .refresh(let session, let connection, let streams) = self else { return nil }
        return (session, connection, streams)
    }

    var renewed: Grant? { if case .grantRenewed(_, _, let grant) = self { grant } else { nil } }
}

extension EdgeMessage.Body {
    var reply: RoomReply? { if case .reply(_, let reply) = self { reply } else { nil } }

    /// The session and stream that begin, and with what.
    var attached: (session: SessionID, stream: StreamID, frames: [[UInt8]])? {
        if case .attach(let session, let stream, let frames) = self { (session, stream, frames) } else { nil }
    }

    var detached: (session: SessionID, streams: [StreamID])? {
        if case .detach(let session, let streams) = self { (session, streams) } else { nil }
    }

    var delivered: (stream: StreamID, frame: [UInt8])? {
        if case .deliver(let stream, let frame) = self { (stream, frame) } else { nil }
    }

    var direct: (session: SessionID, frame: [UInt8])? {
        if case .direct(let session, let frame) = self { (session, frame) } else { nil }
    }

    var released: (session: SessionID, connection: ConnectionID, code: CloseCode)? {
        if case .release(let session, let connection, let code) = self { (session, connection, code) } else { nil }
    }

    var ended: StreamID? { if case .ended(let stream, _) = self { stream } else { nil } }
    /// What brings somebody to the end of a stream who was left out of its last changes.
    var lastOfStream: [[UInt8]]? { if case .ended(_, let last) = self { last } else { nil } }
    /// The last frames of a room that is over.
    var lastFrames: [[UInt8]]? { if case .closed(let last) = self { last } else { nil } }
    var isRebuilding: Bool { if case .rebuilding = self { true } else { false } }
}

extension HostStage {
    /// What the host found wrong with its log.
    var unreadable: (slot: Slot, reason: String)? {
        for event in self.notes {
            if case .roomUnreadable(_, let slot, let reason) = event { return (slot, reason) }
        }
        return nil
    }
}
