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
    }

    let id: ConnectionID
    let link: any ClientConnection
    var phase = Phase.greeted
    var requests: TokenBucket
    var searches: TokenBucket
    var malformedInARow = 0
    var lastHeardAt: Duration
    var subscriptions: [Subscription] = []
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
