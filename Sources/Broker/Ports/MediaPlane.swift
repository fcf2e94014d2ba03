// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore
public import LoopRuntime

/// Port: the media server that carries what sessions publish to those who subscribe (Janus in production).
///
/// A room's host orders; nothing is answered at once, everything comes back as a ``MediaEvent``. Orders of one room are
/// carried out in the order in which they came; what concerns different sessions may be carried out side by side.
public protocol MediaPlane: Sendable {
    /// Has `listener` told, on `loop`, of everything that happens in the rooms that `shelf` hosts, and at once and after
    /// each change whether orders can be carried out.
    ///
    /// Called once for each shelf, before its first order.
    func listen(
        for shelf: Address,
        on loop: any EventLoop,
        _ listener: @escaping @Sendable (MediaNotice) -> Void
    )

    /// Carries out an order of a room's host; while the plane is not ready orders are dropped, and `reset` follows.
    func carryOut(_ order: MediaOrder, in room: RoomID, for shelf: Address)
}

/// What a listener is told.
public enum MediaNotice: Hashable, Sendable {
    case readiness(Bool)
    case room(RoomID, MediaEvent)
}

/// One of the two connections that a session has with the media server.
public enum MediaSide: UInt8, Hashable, CaseIterable, Sendable {
    case publish = 1
    case subscribe = 2
}

/// What a room's host wants of the media plane.
public enum MediaOrder: Hashable, Sendable {
    /// Tell by ``MediaEvent/adopted(_:)`` what of this room outlived the host: the first order after a restart.
    case adopt
    /// Takes a publisher's offer in; answered by `published` or `publishRefused` with the same `request`.
    case publish(SessionID, PublishOffer)
    /// The session publishes nothing any more.
    case unpublish(SessionID)
    /// What the session is to get from now on; every track in it is published. An empty list closes the connection.
    ///
    /// - `isFresh`: the client's end is gone, so that a new connection has to be begun.
    case subscribe(SessionID, [TrackWish], isFresh: Bool)
    /// The client's answer to the offer with this revision; any other is out of date and changes nothing.
    case answer(SessionID, revision: UInt64, sdp: String)
    case candidates(SessionID, MediaSide, [ICECandidate])
    /// Lets a track of a publisher pass to its subscribers, or not, whatever the publisher sends.
    case allow(SessionID, TrackKind, Bool)
    /// Nothing of the session goes on, in either direction; whatever its client does.
    case detach(SessionID)
    /// The room is over.
    case close
}

/// A publisher's offer.
public struct PublishOffer: Hashable, Sendable {
    /// Names the answer.
    public let request: UInt64
    public let sdp: String
    /// The offer's media sections (RFC 5888 `mid`) and what they carry; sections that are not named carry nothing.
    public let tracks: [OfferedTrack]
    /// Whether the connection is a new one; otherwise it is the one of the last offer, changed.
    public let isFresh: Bool

    public init(request: UInt64, sdp: String, tracks: [OfferedTrack], isFresh: Bool) {
        self.request = request
        self.sdp = sdp
        self.tracks = tracks
        self.isFresh = isFresh
    }
}

/// A media section of a publisher's offer.
public struct OfferedTrack: Hashable, Sendable {
    public let mid: String
    public let kind: TrackKind

    public init(mid: String, kind: TrackKind) {
        self.mid = mid
        self.kind = kind
    }
}

/// An ICE candidate (RFC 8839) as browsers tell it.
public struct ICECandidate: Hashable, Sendable {
    public let candidate: String
    public let mid: String?
    public let index: UInt32?

    public init(candidate: String, mid: String?, index: UInt32?) {
        self.candidate = candidate
        self.mid = mid
        self.index = index
    }
}

/// What happened in one room at the media plane.
public enum MediaEvent: Hashable, Sendable {
    /// What outlived the host, by session; the answer to ``MediaOrder/adopt``.
    case adopted([SessionID: [TrackKind]])
    /// The answer to a publisher's offer.
    case published(SessionID, request: UInt64, sdp: String)
    /// The offer could not be taken; what the session published before goes on, unless the offer was a fresh one.
    case publishRefused(SessionID, request: UInt64, PublishRefusal)
    /// An offer for the session's subscribing connection.
    case offered(SessionID, SubscribeOffer)
    /// The media server's end of a connection is gone.
    case lost(SessionID, MediaSide)
    /// Everything of the room is gone: it is to be published and subscribed to anew.
    case reset
}

/// Why an offer was not taken.
public enum PublishRefusal: Hashable, Sendable {
    /// The media server did not accept it; its own words, for programmers.
    case unacceptable(String)
    /// The media server is gone or does not answer.
    case unavailable
}

/// An offer to a subscriber.
public struct SubscribeOffer: Hashable, Sendable {
    /// Goes up with each offer to the session; the answer names it.
    public let revision: UInt64
    /// Whether it begins a new connection.
    public let isFresh: Bool
    public let sdp: String
    /// All that the connection carries from now on, by media section.
    public let tracks: [SubscribedTrack]

    public init(revision: UInt64, isFresh: Bool, sdp: String, tracks: [SubscribedTrack]) {
        self.revision = revision
        self.isFresh = isFresh
        self.sdp = sdp
        self.tracks = tracks
    }
}

/// A media section of an offer to a subscriber.
public struct SubscribedTrack: Hashable, Sendable {
    public let mid: String
    public let track: Track

    public init(mid: String, track: Track) {
        self.mid = mid
        self.track = track
    }
}
