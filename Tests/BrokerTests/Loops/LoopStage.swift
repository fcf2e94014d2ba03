// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import SimulationKit
import Wire

/// Edges and shelves on real loops, wired as in production, with everything outside them kept in memory.
final class LoopStage {
    let group: LoopGroup
    let edges: [Edge]
    private let shelves: [RoomShelf]
    private var nextRequest: Int64 = 0

    init(loops count: Int) {
        let group = LoopGroup(count: count)
        let bus = InProcessBus<BrokerMessage>()
        let log = MemoryLog()
        let placement = RoomPlacement(node: 1, loopCount: UInt8(count))
        let node = Edge.NodeInfo(node: 1, version: "0", publicURL: "https://test.example", features: [])
        var edges: [Edge] = []
        var shelves: [RoomShelf] = []
        for (index, loop) in group.loops.enumerated() {
            let shelf = RoomShelf(
                address: Address(node: 1, loop: UInt8(index), role: .rooms),
                loop: loop,
                bus: bus,
                log: log,
                observer: SilentObserver(),
                limits: BrokerLimits(),
                roomLimits: RoomLimits()
            )
            let edge = Edge(
                address: Address(node: 1, loop: UInt8(index), role: .edge),
                loop: loop,
                node: node,
                placement: placement,
                ports: Edge.Ports(
                    bus: bus,
                    signIn: OpenSignIn(),
                    secrets: CountingSecrets(),
                    observer: SilentObserver(),
                    invitations: SimulatedInvitations()
                ),
                limits: BrokerLimits()
            )
            bus.attach(shelf.address, on: loop, capacity: 256) { [weak shelf] batch, _ in
                shelf?.assumeIsolated { $0.receive(batch) }
            }
            bus.attach(edge.address, on: loop, capacity: 256) { [weak edge] batch, _ in
                edge?.assumeIsolated { $0.receive(batch) }
            }
            edges.append(edge)
            shelves.append(shelf)
        }
        self.group = group
        self.edges = edges
        self.shelves = shelves
    }

    func start() async {
        self.group.start(name: "test")
        for shelf in self.shelves { await shelf.start() }
        for edge in self.edges { await edge.start() }
    }

    func stop() {
        for (loop, edge) in zip(self.group.loops, self.edges) {
            loop.post { edge.assumeIsolated { $0.shutDown() } }
        }
        self.group.stop()
        self.group.join()
    }

    /// Connects and signs in account `account` on the loop `index`.
    func client(_ account: UInt64, on index: Int) async -> LoopClient {
        let link = RecordingLink()
        let edge = self.edges[index]
        let client = LoopClient(link: link, edge: edge, connection: await edge.opened(link))
        let token = SecretText("\(account)")
        _ = await self.ask(.sessionAuthenticate(.token(accessToken: token)), client)
        return client
    }

    /// Sends a request and waits for its answer.
    func ask(_ call: ClientCall, _ client: LoopClient) async -> ServerMessage? {
        let id = self.makeRequestID()
        await client.edge.received(ClientRequest(id: id, call: call).encoded(), on: client.connection)
        return await client.link.first { message in
            switch message {
            case .response(let answered, _): answered == id
            case .error(let answered, _): answered == id
            case .push: false
            }
        }
    }

    func makeRequestID() -> RequestID {
        self.nextRequest += 1
        return .number(self.nextRequest)
    }
}

/// A client of ``LoopStage``.
struct LoopClient {
    let link: RecordingLink
    let edge: Edge
    let connection: ConnectionID
}

/// Keeps what it is sent; safe on any thread.
final class RecordingLink: ClientConnection {
    private let received = Guarded<[ServerMessage]>([])

    let remoteAddress = "127.0.0.1"

    func send(_ frame: Frame) -> SendOutcome {
        let messages = messages(frame.payload)
        self.received.withLock { $0 += messages }
        return .accepted
    }

    func close(_ code: CloseCode) {}
    func setReading(_ isReading: Bool) {}

    /// The first message that `matches`, waited for; nil after a long time without one.
    func first(where matches: (ServerMessage) -> Bool) async -> ServerMessage? {
        for _ in 0..<10_000 {
            if let found = self.received.withLock({ $0.first(where: matches) }) { return found }
            try? await Task.sleep(for: .milliseconds(1))
        }
        return nil
    }

    func push(_ method: PushMethod) async -> ServerMessage? {
        await self.first { if case .push(let push) = $0 { push.method == method.rawValue } else { false } }
    }
}

/// Lets everybody in: the access token is the account's number.
private struct OpenSignIn: SignIn {
    func authenticate(
        _ credentials: Credentials,
        from address: String,
        on loop: any EventLoop,
        completion: @escaping @Sendable (Result<Grant, WireError>) -> Void
    ) {
        guard case .accessToken(let token) = credentials, let account = UInt64(token.revealed) else {
            return loop.post { completion(.failure(WireError(.tokenInvalid))) }
        }
        loop.post { completion(.success(Sample.grant(account, expiresAt: .max))) }
    }

    func currentGrant(
        of principal: Principal,
        on loop: any EventLoop,
        completion: @escaping @Sendable (Grant?) -> Void
    ) {
        loop.post { completion(Sample.grant(principal.id, expiresAt: .max)) }
    }
}

/// Keeps records in memory and answers on the caller's loop.
private final class MemoryLog: SlotLog {
    private let rooms = Guarded<[RoomID: [LoggedRoom.Entry]]>([:])

    func load(
        _ room: RoomID,
        on loop: any EventLoop,
        completion: @escaping @Sendable (Result<LoggedRoom?, StoreFailure>) -> Void
    ) {
        let entries = self.rooms.withLock { $0[room] }
        loop.post { completion(.success(entries.map { LoggedRoom(snapshot: nil, entries: $0) })) }
    }

    func append(
        _ record: [UInt8],
        to room: RoomID,
        at slot: Slot,
        listing: RoomListing?,
        on loop: any EventLoop,
        completion: @escaping @Sendable (AppendOutcome) -> Void
    ) {
        self.rooms.withLock { $0[room, default: []].append(LoggedRoom.Entry(slot: slot, record: record)) }
        loop.post { completion(.durable) }
    }

    func saveSnapshot(_ record: [UInt8], of room: RoomID, upTo slot: Slot, keepFrom: Slot) {}
}

private final class CountingSecrets: SecretSource {
    private let next = Guarded<UInt64>(0)

    func randomBits() -> UInt64 {
        self.next.withLock { next in
            next += 1
            // Spread, so that sessions of several Edges do not meet.
            return (next &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(UInt(bitPattern: ObjectIdentifier(self).hashValue))
        }
    }

    func makeSecret() -> ResumeSecret {
        guard let secret = ResumeSecret((0..<16).map { UInt8(truncatingIfNeeded: self.randomBits() >> $0) }) else {
            preconditionFailure("Sixteen bytes are a secret")
        }
        return secret
    }

    func digest(of secret: ResumeSecret) -> TokenDigest {
        let bytes = secret.revealed.map { UInt64($0) }
        return TokenDigest(high: bytes[..<8].reduce(0) { $0 << 8 | $1 }, low: bytes[8...].reduce(0) { $0 << 8 | $1 })
    }
}

private struct SilentObserver: BrokerObserver {
    func note(_ event: BrokerEvent) {}
}

extension Timestamp {
    /// Long after any test.
    fileprivate static var max: Timestamp { Timestamp(ms: 4_000_000_000_000) }
}
