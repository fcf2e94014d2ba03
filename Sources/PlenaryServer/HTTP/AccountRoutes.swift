// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore
internal import DirectoryCore
internal import Identity
internal import LoopRuntime
internal import SQLiteStore
internal import WebSocketTransport
internal import Wire

/// `GET /api/v1/me` and `/rooms`: what a browser shows to who is signed in.
///
/// Both take an access token as `Authorization: Bearer` (RFC 6750 section 2.1), and never a cookie: a page of another
/// origin has none to show.
struct AccountRoutes: Sendable {
    private let tokens: TokenService
    private let store: ServerStore
    private let publicURL: String

    init(_ tokens: TokenService, _ store: ServerStore, publicURL: String) {
        self.tokens = tokens
        self.store = store
        self.publicURL = publicURL
    }

    /// Answers `GET /api/v1/me`.
    func profile(
        for request: HTTPRequest,
        on loop: any EventLoop,
        _ finish: @escaping @Sendable (HTTPResponse) -> Void
    ) {
        self.respond(to: request, on: loop, finish) { [directory = self.store.directory] record throws(StoreFailure) in
            let account = try Self.reading { () throws(SQLiteStoreError) in
                try directory.account(AccountID(record.account))
            }
            return ProfileAnswer(
                account: WireParticipant(.account, record.account),
                name: account?.details.name.text ?? "",
                displayName: record.profile.name.isEmpty ? nil : record.profile.name,
                unit: record.unitPath.map(\.name),
                mayCreateRooms: record.mayCreateRooms
            )
        }
    }

    /// Answers `GET /api/v1/rooms`.
    func rooms(
        for request: HTTPRequest,
        on loop: any EventLoop,
        _ finish: @escaping @Sendable (HTTPResponse) -> Void
    ) {
        self.respond(to: request, on: loop, finish) { [log = self.store.log, publicURL] record throws(StoreFailure) in
            let listings = try Self.reading { () throws(SQLiteStoreError) in
                try log.openListings(chairedBy: record.profile.principal, limit: WireLimits.listedRooms)
            }
            let rooms = listings.map { listing in
                let room = WireRoom(listing.room.number)
                return RoomListAnswer.Room(
                    room: room,
                    title: listing.title,
                    link: room.link(under: publicURL),
                    createdAt: listing.createdAt.ms
                )
            }
            return RoomListAnswer(rooms: rooms, mayCreate: record.mayCreateRooms)
        }
    }

    /// Answers with what `make`, on a worker, makes for the account that the request's token opens.
    private func respond(
        to request: HTTPRequest,
        on loop: any EventLoop,
        _ finish: @escaping @Sendable (HTTPResponse) -> Void,
        _ make: @escaping @Sendable (SignInRecord) throws(StoreFailure) -> some JSONEncodable & Sendable
    ) {
        guard request.method == .get || request.method == .head else { return finish(.methodNotAllowed("GET, HEAD")) }
        guard request.isFromAllowedOrigin else { return finish(.foreignOrigin) }
        guard let token = Self.bearerToken(of: request) else { return finish(Self.refused(WireError(.tokenInvalid))) }
        self.tokens.answer(accountOf: token, on: loop, answer: make) { result in
            switch result {
            case .success(let answer): finish(.json(answer.encoded()))
            case .failure(let error): finish(Self.refused(error))
            }
        }
    }

    private static func refused(_ error: WireError) -> HTTPResponse {
        var response = HTTPResponse.problem(error)
        // RFC 9110 section 15.5.2: it says how to be let in.
        if response.status == 401 { response.headers.append(("www-authenticate", "Bearer")) }
        return response
    }

    /// Nil when there is none, or one that cannot be a token.
    private static func bearerToken(of request: HTTPRequest) -> SecretText? {
        let parts = (request.headers["authorization"] ?? "").split(separator: " ")
        guard parts.count == 2, parts[0].lowercased() == "bearer",
            WireLimits.accessTokenBytes.contains(parts[1].utf8.count)
        else { return nil }
        return SecretText(String(parts[1]))
    }

    private static func reading<Value>(
        _ body: () throws(SQLiteStoreError) -> Value
    ) throws(StoreFailure) -> Value {
        do {
            return try body()
        } catch {
            throw error.storeFailure
        }
    }
}
