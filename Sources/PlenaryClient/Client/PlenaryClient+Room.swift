// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Wire

// All of these throw ``ClientError`` or `CancellationError`. The limits are in docs/protocol.md, "Limits".

extension PlenaryClient {
    // MARK: Session

    /// Renews the session with a newer access token, which later sign-ins use too.
    ///
    /// - Returns: When the session ends unless it is renewed again.
    public func refresh(_ accessToken: SecretText) async throws -> RefreshResult {
        try await self.request { _ in .sessionRefresh(.init(accessToken: accessToken)) }
    }

    /// Leaves the room and ends the session; ``ClientEvent/ended(_:)`` follows.
    public func signOut() async throws {
        try await self.perform { _ in .sessionBye }
    }

    // MARK: Rooms

    /// Opens a room, which this account chairs; needs the permission `room.create`.
    public func createRoom(
        _ title: String,
        limit: UInt32 = WireLimits.roomLimitDefault,
        sessionPolicy: WireSessionPolicy = .replace
    ) async throws -> CreateRoomResult {
        try await self.request {
            .roomCreate(.init(title: title, limit: limit, sessionPolicy: sessionPolicy, key: $0))
        }
    }

    /// Takes a seat; a session has one at a time.
    ///
    /// Where many join at once this takes until the turn has come; ``ClientEvent/queued(position:wait:)`` says when,
    /// and ``leave(_:)`` gives the turn up (``ClientError/withdrawn``).
    ///
    /// - Parameters:
    ///   - people: How many sit at this endpoint, from 1 to 999.
    ///   - wantsMedia: Asks for a place in the mesh.
    public func join(_ room: WireRoom, people: UInt32 = 1, wantsMedia: Bool = false) async throws -> JoinRoomResult {
        try await self.request { _ in .roomJoin(.init(room: room, people: people, wantsMedia: wantsMedia)) }
    }

    /// Gives the seat up.
    public func leave(_ room: WireRoom) async throws {
        try await self.perform { _ in .roomLeave(.init(room: room)) }
    }

    /// Tells about a room without joining it.
    public func info(on room: WireRoom) async throws -> RoomInfoResult {
        try await self.request { _ in .roomInfo(.init(room: room)) }
    }

    // MARK: Roster

    /// Follows parts of the roster, at most 16 at a time; each begins with a reset, also after a reconnection.
    ///
    /// - Parameter streams: ``StreamName/unitSummary(unit:)`` and ``StreamName/page(unit:page:)``.
    /// - Returns: All that is followed now.
    public func watch(_ streams: [StreamName], in room: WireRoom) async throws -> WatchResult {
        try await self.request { _ in .rosterWatch(.init(room: room, streams: streams)) }
    }

    /// Follows these no longer.
    public func unwatch(_ streams: [StreamName], in room: WireRoom) async throws -> WatchResult {
        try await self.request { _ in .rosterUnwatch(.init(room: room, streams: streams)) }
    }

    /// One page of one unit's members, as it is now; the first is 1.
    public func page(_ page: UInt32, of unit: UInt32, in room: WireRoom) async throws -> WirePageState {
        try await self.request { _ in .rosterPage(.init(room: room, unit: unit, page: page)) }
    }

    /// Participants by a part of the name, full pinyin, initials, or the last digits of a phone number.
    public func search(_ query: String, in room: WireRoom) async throws -> SearchResult {
        try await self.request { _ in .rosterSearch(.init(room: room, query: query)) }
    }

    // MARK: Media, signals, chat

    /// Tells what this client's microphone and camera do.
    public func report(microphone: WireSwitch, camera: WireSwitch, in room: WireRoom) async throws {
        try await self.perform { _ in .mediaReport(.init(room: room, microphone: microphone, camera: camera)) }
    }

    /// Relays a value of at most 16,384 bytes to another session of the room.
    ///
    /// Never sent twice: ``ClientError/connectionLost`` leaves open whether it arrived.
    public func signal(_ payload: OpaqueJSON, to session: WireSession, in room: WireRoom) async throws {
        try await self.perform { _ in .signalSend(.init(room: room, to: session, payload: payload)) }
    }

    /// Posts a text of 1 to 4,096 bytes to everybody.
    public func chat(_ text: String, in room: WireRoom) async throws -> ReceiptResult {
        try await self.request { .chatSend(.init(room: room, text: text, key: $0)) }
    }
}
