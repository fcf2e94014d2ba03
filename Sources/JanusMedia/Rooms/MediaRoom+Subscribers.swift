// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore

// Subscribing connections: their beginning, what their steps mean for the room, their end.

extension MediaRoom {
    mutating func subscribe(_ session: SessionID, _ wishes: [TrackWish], isFresh: Bool, at now: Duration) {
        if isFresh || wishes.isEmpty { self.dropSubscriber(of: session) }
        guard !wishes.isEmpty else { return }
        if self.subscribers[session] == nil {
            let key = HandleKey(room: self.id, session: session, side: .subscribe, life: self.makeNumber())
            self.subscribers[session] = Subscriber(key)
        }
        self.subscribers[session]?.wish(wishes)
        self.stepSubscriber(of: session, at: now)
    }

    /// Ends a connection by order.
    mutating func dropSubscriber(of session: SessionID) {
        guard let subscriber = self.subscribers.removeValue(forKey: session) else { return }
        if let handle = subscriber.handle { self.add(.detach(handle: handle)) }
    }

    /// Ends a connection that cannot go on.
    mutating func endSubscriber(of session: SessionID) {
        guard self.subscribers[session] != nil else { return }
        self.dropSubscriber(of: session)
        self.add(.tell(.lost(session, .subscribe)))
    }

    /// Has every connection look again at what can be had.
    mutating func stepSubscribers(at now: Duration) {
        for session in self.subscribers.keys.sorted() { self.stepSubscriber(of: session, at: now) }
    }

    /// Has a connection ask for what it needs next.
    mutating func stepSubscriber(of session: SessionID, at now: Duration) {
        guard var subscriber = self.subscribers[session] else { return }
        let ask = subscriber.next({ self.source(of: $0) }, at: now)
        self.subscribers[session] = subscriber
        switch ask {
        case nil: break
        case .attach: self.add(.attach(subscriber.key))
        case .request(let request, let description):
            guard let handle = subscriber.handle else { preconditionFailure("Who asks has a handle") }
            self.add(.ask(subscriber.key, handle: handle, request, description))
        }
    }

    mutating func subscriberTold(_ key: HandleKey, _ message: JanusMessage, at now: Duration) {
        switch message.kind {
        case .hangup, .detached: self.endSubscriber(of: key.session)
        case .event:
            guard let data = message.room, data.kind == "updated", let description = message.description else { break }
            let outcomes = self.subscribers[key.session]?.offered(data, description) ?? []
            self.take(outcomes, ofSubscriber: key.session, at: now)
        case .ack, .success, .error, .webRTCUp, .timeout, .other: break
        }
    }

    mutating func take(_ outcomes: [Subscriber.Outcome], ofSubscriber session: SessionID, at now: Duration) {
        for outcome in outcomes {
            switch outcome {
            case .offered(let isFresh, let sdp, let tracks):
                let revision = self.makeNumber()
                self.subscribers[session]?.number(revision)
                let offer = SubscribeOffer(revision: revision, isFresh: isFresh, sdp: sdp, tracks: tracks)
                self.add(.tell(.offered(session, offer)))
            case .started(let unshown):
                let candidates = self.subscribers[session]?.takeWaitingCandidates() ?? []
                if let handle = self.subscribers[session]?.handle, !candidates.isEmpty {
                    self.add(.trickle(handle: handle, candidates))
                }
                self.askForKeyframes(of: unshown, at: now)
            case .ended:
                self.endSubscriber(of: session)
                return
            }
        }
        self.stepSubscriber(of: session, at: now)
    }

    /// A picture that somebody gets from now on has to begin with a whole one.
    private mutating func askForKeyframes(of sources: [FeedTrack], at now: Duration) {
        for source in sources {
            guard let session = FeedName(source.feed)?.session, self.publishers[session]?.feed == source.feed else {
                continue
            }
            self.publishers[session]?.wantKeyframe(of: source.mid)
            self.stepPublisher(of: session, at: now)
        }
    }
}
