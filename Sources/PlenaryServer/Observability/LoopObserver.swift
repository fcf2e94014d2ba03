// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore
internal import Logging
internal import LoopRuntime
internal import Wire

/// Turns the events of one loop into lines of the log and numbers of the metrics.
///
/// Lines carry session and room ids, and never a secret: no event holds one.
// @unchecked: `counters` is touched on `loop` alone, which is checked.
final class LoopObserver: BrokerObserver, @unchecked Sendable {
    private let loop: any EventLoop
    private let logger: Logger
    private var kept = BrokerCounters()

    init(loop: any EventLoop, logger: Logger) {
        self.loop = loop
        self.logger = logger
    }

    /// Call on the loop only.
    var counters: BrokerCounters {
        self.loop.checkIsolated()
        return self.kept
    }

    func note(_ event: BrokerEvent) {
        self.loop.checkIsolated()
        self.kept.count(event)
        switch event {
        case .connectionOpened(let id):
            self.logger.debug("connection opened", metadata: ["connection": "\(id.rawValue)"])
        case .connectionClosed(let id, let session, let code):
            self.closed(id, session, code)
        case .signedIn(let id, let session, let principal):
            self.logger.info(
                "signed in",
                metadata: [
                    "connection": "\(id.rawValue)", "session": "\(session.text)", "participant": "\(principal.text)",
                ]
            )
        case .signInRefused(let id, let code):
            self.logger.notice(
                "sign-in refused",
                metadata: ["connection": "\(id.rawValue)", "code": "\(code.rawValue)"]
            )
        case .seated(let room, let session, let principal):
            self.logger.info(
                "seated",
                metadata: [
                    "room": "\(room.number)", "session": "\(session.text)", "participant": "\(principal.text)",
                ]
            )
        case .guestWaits(let room, let principal):
            self.logger.info(
                "waits for admission",
                metadata: ["room": "\(room.number)", "participant": "\(principal.text)"]
            )
        case .joinQueued(let room, let principal, let position):
            self.logger.debug(
                "join queued",
                metadata: [
                    "room": "\(room.number)", "participant": "\(principal.text)", "position": "\(position)",
                ]
            )
        case .resumed(let room, let session):
            self.logger.info("resumed", metadata: ["room": "\(room.number)", "session": "\(session.text)"])
        case .vacated(let room, let session, let departure):
            self.logger.info(
                "seat given up",
                metadata: ["room": "\(room.number)", "session": "\(session.text)", "why": "\(departure)"]
            )
        case .tokenReused(let room, let session):
            self.logger.warning(
                "an old resume token was shown; the session is revoked",
                metadata: ["room": "\(room.number)", "session": "\(session.text)"]
            )
        case .changesLeftOut: break  // As often as somebody is slow: a number is enough.
        case .refreshAsked(let room, let session):
            self.logger.debug(
                "a slow client has read what waited; what was left out is set anew",
                metadata: ["room": "\(room.number)", "session": "\(session.text)"]
            )
        case .roomLoaded, .roomUnloaded, .storeFailing, .storeRecovered, .roomRebuilding, .roomUnreadable,
            .edgeStalled:
            self.noteRoom(event)
        }
    }

    private func closed(_ id: ConnectionID, _ session: SessionID?, _ code: CloseCode?) {
        var metadata: Logger.Metadata = ["connection": "\(id.rawValue)"]
        if let session { metadata["session"] = "\(session.text)" }
        if let code { metadata["code"] = "\(code.rawValue)" }
        let level: Logger.Level = code == .slowConsumer || code == .protocolViolation ? .notice : .debug
        self.logger.log(level: level, "connection closed", metadata: metadata)
    }

    private func noteRoom(_ event: BrokerEvent) {
        switch event {
        case .roomLoaded(let room, let slots, let epoch):
            self.logger.debug(
                "room loaded",
                metadata: ["room": "\(room.number)", "slots": "\(slots)", "epoch": "\(epoch)"]
            )
        case .roomUnloaded(let room):
            self.logger.debug("room unloaded", metadata: ["room": "\(room.number)"])
        case .storeFailing(let room, let failure):
            self.logger.error(
                "the store fails; commands are refused until it works again",
                metadata: ["room": "\(room.number)", "while": "\(failure.activity)", "cause": "\(failure.cause)"]
            )
        case .storeRecovered(let room):
            self.logger.notice("the store works again", metadata: ["room": "\(room.number)"])
        case .roomRebuilding(let room, let reason):
            self.logger.error(
                "the room is rebuilt from its log; its connections come back",
                metadata: ["room": "\(room.number)", "why": "\(reason)"]
            )
        case .roomUnreadable(let room, let slot, let reason):
            self.logger.critical(
                "the room's log cannot be read; it stays closed, nothing is overwritten",
                metadata: ["room": "\(room.number)", "slot": "\(slot)", "why": "\(reason)"]
            )
        case .edgeStalled(let edge):
            self.logger.error("a loop does not take its messages", metadata: ["loop": "\(edge.loop)"])
        case .connectionOpened, .connectionClosed, .signedIn, .signInRefused, .seated, .guestWaits, .joinQueued,
            .resumed, .vacated, .tokenReused, .changesLeftOut, .refreshAsked:
            break
        }
    }
}

extension SessionID {
    /// As on the wire: sixteen hexadecimal digits.
    var text: String { WireSession(self.rawValue).text }
}

extension Principal {
    fileprivate var text: String { "\(self.kind):\(self.id)" }
}
