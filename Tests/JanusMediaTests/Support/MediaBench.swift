// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime

/// An implementation of the port with what a test needs around it: a loop, clients, and the power to break things.
protocol MediaBench: AnyObject {
    var media: any MediaPlane { get }
    var inbox: NoticeInbox { get }
    var shelf: Address { get }
    /// Where notices come.
    var listenerLoop: any EventLoop { get }

    /// A client that can publish or subscribe; a connection each.
    func makeClient() throws -> any MediaClient
    /// Kills what carries the media and starts it again.
    func crash() throws
    /// Kills it; ``restart()`` starts it again.
    func kill() throws
    func restart() throws
    /// Whether a track is published and let through.
    func passes(_ track: Track, in room: RoomID) throws -> Bool
    /// Returns when nothing more is to be expected of what was ordered.
    func settle()
}

/// The browser's end of one connection.
protocol MediaClient: AnyObject {
    /// Offers one media section for each of `kinds`, in that order; sections that were offered before stay.
    func offer(_ kinds: [TrackKind]) throws -> (sdp: String, tracks: [OfferedTrack])
    /// Takes the answer to the last offer.
    func take(answer sdp: String) throws
    /// Answers an offer; the first begins the connection.
    func answer(_ sdp: String) throws -> String
    /// Ends the connection.
    func hangUp() throws
}

enum MediaBenchKind: CaseIterable, Sendable {
    case double
    case janus

    func makeBench() throws -> any MediaBench {
        switch self {
        case .double: DoubleBench()
        case .janus: try JanusBench()
        }
    }
}

extension MediaBench {
    func order(_ order: MediaOrder, in room: RoomID = .test) {
        self.media.carryOut(order, in: room, for: self.shelf)
    }

    /// Publishes by a new connection and waits until it is taken in.
    @discardableResult
    func publish(
        _ session: SessionID,
        _ kinds: [TrackKind],
        by client: any MediaClient,
        in room: RoomID = .test,
        isFresh: Bool = true,
        request: UInt64 = 1
    ) throws -> String {
        let (sdp, tracks) = try client.offer(kinds)
        let offer = PublishOffer(request: request, sdp: sdp, tracks: tracks, isFresh: isFresh)
        self.order(.publish(session, offer), in: room)
        let answer = try self.inbox.wait("the answer to \(session)'s offer", in: room) { event -> String? in
            guard case .published(session, request: request, let sdp) = event else { return nil }
            return sdp
        }
        try client.take(answer: answer)
        return answer
    }

    /// Waits for an offer to `session`.
    func offer(to session: SessionID, in room: RoomID = .test) throws -> SubscribeOffer {
        try self.inbox.wait("an offer to \(session)", in: room) { event in
            guard case .offered(session, let offer) = event else { return nil }
            return offer
        }
    }

    /// Waits for an offer to `session` and answers it.
    @discardableResult
    func connect(
        _ session: SessionID,
        by client: any MediaClient,
        in room: RoomID = .test
    ) throws -> SubscribeOffer {
        let offer = try self.offer(to: session, in: room)
        self.order(.answer(session, revision: offer.revision, sdp: try client.answer(offer.sdp)), in: room)
        return offer
    }
}

extension RoomID {
    static let test = Self.test(1)

    static func test(_ number: UInt32) -> RoomID {
        guard let room = RoomID(428_913_000 + number) else { preconditionFailure("Nine digits") }
        return room
    }
}

extension TrackWish {
    init(_ kind: TrackKind, of session: SessionID, layer: TrackLayer = .high) {
        self.init(Track(kind, of: session), layer: layer)
    }
}
