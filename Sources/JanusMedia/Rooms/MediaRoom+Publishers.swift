// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore

// Publishing connections: their beginning, what their steps mean for the room, their end.

extension MediaRoom {
    mutating func publish(_ session: SessionID, _ offer: PublishOffer, at now: Duration) {
        if offer.isFresh {
            self.dropPublisher(of: session, at: now)
            let life = self.makeNumber()
            let key = HandleKey(room: self.id, session: session, side: .publish, life: life)
            self.publishers[session] = Publisher(key, feed: FeedName(session: session, life: life).text)
        }
        guard self.publishers[session]?.add(offer) == true else {
            // A change of a connection that is gone, or too many at once.
            self.add(.tell(.publishRefused(session, request: offer.request, .unavailable)))
            return
        }
        self.stepPublisher(of: session, at: now)
    }

    /// Ends a connection by order: what was asked of it is refused, nobody is told that it was lost.
    mutating func dropPublisher(of session: SessionID, at now: Duration) {
        guard self.forgetPublisher(of: session) else { return }
        self.stepSubscribers(at: now)
    }

    @discardableResult
    mutating func forgetPublisher(of session: SessionID) -> Bool {
        guard let publisher = self.publishers.removeValue(forKey: session) else { return false }
        for request in publisher.unanswered {
            self.add(.tell(.publishRefused(session, request: request, .unavailable)))
        }
        if let handle = publisher.handle { self.add(.detach(handle: handle)) }
        self.forgetTasks(about: publisher.feed)
        return true
    }

    /// Ends a connection that cannot go on.
    mutating func endPublisher(of session: SessionID, isLost: Bool, at now: Duration) {
        guard self.forgetPublisher(of: session) else { return }
        self.forgetDenied(session)
        if isLost { self.add(.tell(.lost(session, .publish))) }
        self.stepSubscribers(at: now)
    }

    /// Has a connection ask for what it needs next.
    mutating func stepPublisher(of session: SessionID, at now: Duration) {
        guard let publisher = self.publishers[session] else { return }
        if publisher.waitsForRoom { self.needRoom() }
        let isRoomThere = self.isRoomThere
        guard let ask = self.publishers[session]?.next(isRoomThere: isRoomThere, at: now) else { return }
        switch ask {
        case .attach: self.add(.attach(publisher.key))
        case .request(let request, let description):
            guard let handle = publisher.handle else { preconditionFailure("Who asks has a handle") }
            self.add(.ask(publisher.key, handle: handle, request, description))
        }
    }

    mutating func publisherTold(_ key: HandleKey, _ message: JanusMessage, at now: Duration) {
        let session = key.session
        switch message.kind {
        case .webRTCUp:
            self.publishers[session]?.cameUp()
            self.stepSubscribers(at: now)
        case .hangup:
            let outcomes = self.publishers[session]?.hungUp(message.reason ?? "") ?? []
            self.take(outcomes, ofPublisher: session, at: now)
        case .detached:
            let outcomes = self.publishers[session]?.detached() ?? []
            self.take(outcomes, ofPublisher: session, at: now)
        case .event where message.room?.leavingReason == "kicked":
            let outcomes = self.publishers[session]?.hungUp("kicked") ?? []
            self.take(outcomes, ofPublisher: session, at: now)
        case .ack, .success, .event, .error, .timeout, .other:
            break  // Who else is in the room is known better here.
        }
    }

    mutating func take(_ outcomes: [Publisher.Outcome], ofPublisher session: SessionID, at now: Duration) {
        for outcome in outcomes {
            switch outcome {
            case .published(let request, let sdp):
                self.add(.tell(.published(session, request: request, sdp: sdp)))
                let candidates = self.publishers[session]?.takeWaitingCandidates() ?? []
                if let handle = self.publishers[session]?.handle, !candidates.isEmpty {
                    self.add(.trickle(handle: handle, candidates))
                }
                self.moderate(session)
                self.stepSubscribers(at: now)
            case .refused(let request, let refusal):
                self.add(.tell(.publishRefused(session, request: request, refusal)))
            case .roomIsMissing: self.roomIsMissing()
            case .feedIsTaken:
                guard let publisher = self.publishers[session] else { break }
                self.kick(publisher.feed, for: publisher.key)
            case .ended(let isLost):
                self.endPublisher(of: session, isLost: isLost, at: now)
                return
            }
        }
        self.stepPublisher(of: session, at: now)
    }

    /// Where a track is to be had; nil while nobody can subscribe to it.
    func source(of track: Track) -> FeedTrack? {
        guard let publisher = self.publishers[track.session], publisher.isUp,
            let mid = publisher.mid(of: track.kind)
        else { return nil }
        return FeedTrack(feed: publisher.feed, mid: mid)
    }
}
