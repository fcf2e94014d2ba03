// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import LoopRuntime
internal import Wire

/// What an Edge knows of one connection and of the session on it; never leaves its loop.
final class EdgeConnection {
    /// Where the connection stands between greeting and session.
    enum Phase {
        /// Greeted. Exits: `checking` by authenticate, `resuming` by resume; closed when the time is up.
        case greeted
        /// Credentials are being checked off the loop. Exits: `signedIn`, or back to `greeted` when they were refused.
        case checking(RequestID)
        /// A room is asked for the session's seat. Exits: `signedIn`, or back to `greeted`.
        case resuming(Resuming)
        /// Exits: only by the end of the connection.
        case signedIn(EdgeSession)
    }

    /// A resume that a room was asked for.
    struct Resuming {
        let request: RequestID
        let room: RoomID
        let session: SessionID
        /// What the answer will carry.
        let nextToken: ResumeToken
    }

    struct Subscription {
        let subscribers: Subscribers
        var index: Int
        /// Whether a change was left out: nothing is sent until the stream has been set anew.
        var isStale = false
    }

    let id: ConnectionID
    let link: any ClientConnection
    var phase = Phase.greeted
    var requests: TokenBucket
    var searches: TokenBucket
    var malformedInARow = 0
    var lastHeardAt: Duration
    private(set) var subscriptions: [Subscription] = []
    /// How many of them are stale, so that for almost everybody one look is enough.
    private var staleCount = 0
    /// Whether the transport has said so, and not yet that everything has been written.
    var isCongested = false
    /// Rooms that the client is creating; as many as it has requests open.
    var creating: [RequestID: PendingRoom] = [:]
    /// Whether somebody's access was revoked while its credentials were being checked: perhaps theirs.
    var mustCheckGrant = false
    /// The timer that ends an unauthenticated or a silent connection.
    var watchdog: TimerID?
    /// The timer that ends a session whose access token has expired.
    var expiry: TimerID?
    /// Its messages that full mailboxes have refused; the socket is not read until they are through.
    var unsentCount = 0

    init(id: ConnectionID, link: any ClientConnection, limits: BrokerLimits, now: Duration) {
        self.id = id
        self.link = link
        self.lastHeardAt = now
        self.requests = TokenBucket(perSecond: limits.requestsPerSecond, burst: limits.requestsBurst, at: now)
        self.searches = TokenBucket(perSecond: limits.searchesPerSecond, burst: limits.searchesBurst, at: now)
    }

    var session: EdgeSession? {
        guard case .signedIn(let session) = self.phase else { return nil }
        return session
    }
}

// MARK: - Subscriptions

extension EdgeConnection {
    /// Whether a message that was just told to all of `subscribers` is to be left out for this one; then the stream is
    /// stale.
    func leavesOut(_ subscribers: Subscribers) -> Bool {
        guard self.isCongested || self.staleCount > 0, subscribers.key.stream.isRenewable else { return false }
        if self.isCongested { self.markStale(subscribers) }
        return self.isStale(in: subscribers) ?? false
    }

    /// Whether this one needs the stream set anew; nil when it does not get the stream.
    func isStale(in subscribers: Subscribers) -> Bool? {
        self.subscriptions.first { $0.subscribers === subscribers }?.isStale
    }

    func markStale(_ subscribers: Subscribers) {
        guard let position = self.position(of: subscribers), !self.subscriptions[position].isStale else { return }
        self.subscriptions[position].isStale = true
        self.staleCount += 1
    }

    /// The stream has been set anew.
    func markFresh(_ subscribers: Subscribers) {
        guard let position = self.position(of: subscribers), self.subscriptions[position].isStale else { return }
        self.subscriptions[position].isStale = false
        self.staleCount -= 1
    }

    var staleKeys: [StreamKey] {
        self.staleCount == 0 ? [] : self.subscriptions.filter(\.isStale).map(\.subscribers.key)
    }

    /// For ``Subscribers`` alone, which knows this connection at `index` from now on.
    func begin(_ subscribers: Subscribers, at index: Int) {
        self.subscriptions.append(Subscription(subscribers: subscribers, index: index))
    }

    /// For ``Subscribers`` alone, which has moved this connection to `index`.
    func move(in subscribers: Subscribers, to index: Int) {
        guard let position = self.position(of: subscribers) else {
            preconditionFailure("A member of a stream does not know of it")
        }
        self.subscriptions[position].index = index
    }

    /// For ``Subscribers`` alone, which forgets this connection.
    ///
    /// - Returns: Where it was; nil when it was not there.
    func end(_ subscribers: Subscribers) -> Int? {
        guard let position = self.position(of: subscribers) else { return nil }
        self.markFresh(subscribers)
        return self.subscriptions.remove(at: position).index
    }

    private func position(of subscribers: Subscribers) -> Int? {
        self.subscriptions.firstIndex { $0.subscribers === subscribers }
    }
}

extension StreamID {
    /// Whether a message of the stream may be left out for a slow client, because a later snapshot makes it good.
    ///
    /// What happens in the room, and what is meant for one session, is told in full.
    var isRenewable: Bool {
        switch self {
        case .summary, .unitSummary, .page, .publications, .lobby: true
        case .room, .session: false
        }
    }
}

/// A signed-in session as the Edge of its connection knows it.
///
/// Its seat, its streams and its token live with the room.
final class EdgeSession {
    /// Whether the session sits in a room.
    enum Place: Equatable {
        /// Exits: `joining`.
        case outside
        /// Asked for a seat. Exits: `seated`, or back to `outside` when it was refused.
        case joining(RoomID, ResumeToken, RequestID)
        /// Exits: `outside` by leave, end of the room or removal.
        case seated(RoomID)
    }

    let id: SessionID
    /// Nil for a session resumed after a restart of the host, until it is known again.
    var grant: Grant?
    /// What the client asked for that only the grant can decide.
    var waitingForGrant: [ClientRequest] = []
    let principal: Principal
    /// The token generation that a resumed session's seat was taken under, where its log says.
    let seatGeneration: UInt32?
    var place = Place.outside
    /// Whether the room must still hear that the client has used its new connection.
    var owesTokenConfirmation = false

    init(id: SessionID, principal: Principal, grant: Grant?, seatGeneration: UInt32? = nil) {
        self.id = id
        self.principal = principal
        self.grant = grant
        self.seatGeneration = seatGeneration
    }

    /// The room that must hear of the end of the connection.
    var room: RoomID? {
        switch self.place {
        case .outside: nil
        case .joining(let room, _, _): room
        case .seated(let room): room
        }
    }
}
