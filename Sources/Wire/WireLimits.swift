// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The limits of protocol version 1 (docs/protocol.md, "Limits"; a test compares the table with these).
///
/// The codec enforces those that one message alone can break; the others are kept by whoever owns the connection, the
/// room or the clock.
public enum WireLimits {
    // MARK: Kept by the codec

    /// Nesting of JSON, the outermost object counted.
    public static let depth = 16
    /// Members of one object; it bounds the search for duplicates.
    public static let objectMembers = 64
    /// The largest magnitude of an integer, 2^53 - 1: what a JavaScript number holds exactly.
    public static let integerMax: Int64 = 9_007_199_254_740_991
    /// Characters (Unicode scalars) of a request's `id` that is a string.
    public static let requestIDCharacters = 64
    /// Characters of a command's `key`.
    public static let keyCharacters = 1...64
    /// Bytes of the JSON text of a relayed signal.
    public static let signalBytes = 16_384
    /// Bytes of UTF-8 of a chat text.
    public static let chatBytes = 1...4_096
    /// Characters of a room's title.
    public static let titleCharacters = 1...120
    /// Characters of a search query.
    public static let queryCharacters = 1...64
    /// Characters of the identifier that somebody signs in with.
    public static let identifierCharacters = 1...128
    /// Bytes of UTF-8 of a password.
    public static let passwordBytes = 1...1_024
    /// Bytes of an access token.
    public static let accessTokenBytes = 1...8_192
    /// How many people sit at one endpoint.
    public static let people: ClosedRange<UInt32> = 1...999
    /// The `limit` that a room can be created with.
    public static let roomLimit: ClosedRange<UInt32> = 1...100_000
    /// The `limit` of a room created without one.
    public static let roomLimitDefault: UInt32 = 500
    /// Participants that one `control.mute` or `control.unmute` names.
    public static let namedParticipants = 1...64
    /// Streams that one `roster.watch` or `roster.unwatch` names.
    public static let namedStreams = 1...16
    /// Streams that one `session.resume` names: `room`, `summary`, `publications`, `self` and what was watched.
    public static let resumedStreams = 20
    /// How long an invitation may be good for, in milliseconds: a minute to thirty days.
    public static let invitationLifeMs: ClosedRange<UInt32> = 60_000...2_592_000_000
    /// How long an invitation is good for when nothing is said.
    public static let invitationLifeMsDefault: UInt32 = 86_400_000
    /// Bytes of a session description (SDP).
    public static let sdpBytes = 1...49_152
    /// Media sections that one offer names.
    public static let offeredTracks = 0...8
    /// Characters of the name of a media section (`mid`).
    public static let midCharacters = 1...16
    /// Tracks that one session gets at the same time.
    public static let wishedTracks = 0...48
    /// ICE candidates in one message.
    public static let candidates = 1...32
    /// Bytes of an ICE candidate.
    public static let candidateBytes = 0...1_024

    // MARK: Kept by others

    /// Characters of the name that a guest gives.
    public static let guestNameCharacters = 1...64
    /// Rooms that `GET /api/v1/rooms` lists.
    public static let listedRooms = 100
    /// Bytes of one message from a client.
    public static let frameBytes = 65_536
    /// Requests of one connection, lasting.
    public static let requestsPerSecond = 50
    /// Requests of one connection, at once.
    public static let requestsBurst = 200
    /// HTTP requests of one connection, lasting.
    public static let httpRequestsPerSecond = 100
    /// HTTP requests of one connection, at once.
    public static let httpRequestsBurst = 400
    /// HTTP requests of one network address, lasting; many people may be behind it.
    public static let httpRequestsPerSecondOfAddress = 1_000
    /// HTTP requests of one network address, at once.
    public static let httpRequestsBurstOfAddress = 4_000
    /// Searches of one session.
    public static let searchesPerSecond = 2
    /// Matches that one search gives.
    public static let searchMatches = 50
    /// Streams that one session watches.
    public static let watches = 16
    /// Entries of one roster page.
    public static let pageEntries = 64
    /// Sessions that the stream `publications` lists.
    public static let publications = 64
    /// Invitations of one room that have not expired.
    public static let invitations = 64
    /// Guests that wait for admission to one room.
    public static let waitingGuests = 1_024
    /// Guests, and units, that the stream `lobby` lists.
    public static let listedGuests = 64
    /// How long a guest who asks no more is kept in the lobby.
    public static let lobbyPatience: Duration = .seconds(15)
    /// Rows of one summary: the unit itself, its children, and the row for all that have none.
    public static let summaryRows = 64
    /// Hands that are up in one room.
    public static let floorQueue = 128
    /// Participants that hold the floor at the same time.
    public static let floorHolders = 4
    /// Receipts that one room remembers.
    public static let receipts = 1_024
    /// Bytes that wait for one client.
    public static let outboundBytes = 262_144
    /// Bytes that wait for one client before changes of summaries and pages are left out for it.
    public static let congestedBytes = Self.outboundBytes / 4
    /// How long a connection may take to authenticate.
    public static let authenticationTimeout: Duration = .seconds(10)
    /// How long a seat is kept for a session without a connection.
    public static let resumeGrace: Duration = .seconds(120)
    /// Malformed messages in a row that close a connection.
    public static let malformedInARow = 10
}
