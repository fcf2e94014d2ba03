// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import SimulationKit
import Testing
import Wire

@testable import Broker

/// An Edge between links and a bus that the test plays.
final class EdgeStage {
    /// A client as the Edge knows it.
    struct Client {
        let link: FakeLink
        let id: ConnectionID
    }

    let world: SimulatedWorld
    let loop: SimulatedLoop
    let bus = FakeBus()
    let signIn = FakeSignIn()
    let observer = FakeObserver()
    let limits: BrokerLimits
    let edge: Edge
    private var nextRequest: Int64 = 0

    init(_ limits: BrokerLimits = BrokerLimits()) {
        self.limits = limits
        self.world = SimulatedWorld(seed: 1, weather: .calm)
        self.loop = self.world.makeLoop()
        self.edge = Edge(
            address: Sample.edge,
            loop: self.loop,
            node: Edge.NodeInfo(node: 1, version: "0.1.0", publicURL: "https://meet.example", features: ["mesh"]),
            placement: RoomPlacement(node: 1, loopCount: 1),
            ports: Edge.Ports(
                bus: self.bus,
                signIn: self.signIn,
                secrets: SimulatedSecrets(world: self.world, purpose: 1),
                observer: self.observer,
                invitations: SimulatedInvitations()
            ),
            limits: limits
        )
        self.onEdge { $0.start() }
    }

    /// Runs `body` on the Edge's loop.
    func onEdge<Result: Sendable>(_ body: @Sendable (isolated Edge) -> Result) -> Result {
        self.loop.perform { self.edge.assumeIsolated(body) }
    }

    /// Lets virtual time pass.
    func run(_ duration: Duration) {
        self.world.run(until: self.world.now + duration)
    }

    // MARK: - Clients

    /// A connection that has been greeted.
    func open() -> Client {
        let link = FakeLink()
        let id = self.onEdge { $0.opened(link) }
        return Client(link: link, id: id)
    }

    func receive(_ text: String, from client: Client) {
        let bytes = Array(text.utf8)
        self.onEdge { $0.received(bytes, on: client.id) }
    }

    /// Sends a request; gives the id back.
    @discardableResult
    func ask(_ call: ClientCall, from client: Client) -> RequestID {
        self.nextRequest += 1
        let id = RequestID.number(self.nextRequest)
        var writer = JSONWriter()
        ClientRequest(id: id, call: call).write(to: &writer)
        let bytes = writer.bytes
        self.onEdge { $0.received(bytes, on: client.id) }
        return id
    }

    /// A connection that is signed in as `account`, what led there forgotten.
    func signedIn(as account: UInt64 = 1, expiresAt: Timestamp? = nil) -> Client {
        let client = self.open()
        self.ask(.sessionAuthenticate(.token(accessToken: SecretText("t"))), from: client)
        let grant = expiresAt.map { Sample.grant(account, expiresAt: $0) } ?? Sample.grant(account)
        self.answerSignIn(.success(grant))
        _ = client.link.takeMessages()
        return client
    }

    /// A connection whose session sits in the room, what led there forgotten.
    func seated(as account: UInt64 = 1, watching streams: [StreamID] = [.room]) -> Client {
        let client = self.signedIn(as: account)
        let id = self.ask(
            .roomJoin(ClientCall.JoinRoom(room: Sample.room.wire, people: 1, wantsMedia: false)),
            from: client
        )
        self.reply(.joined(self.joinAnswer(client)), to: id, of: client)
        for stream in streams { self.tell(.attach(self.session(of: client), stream, frames: [])) }
        _ = self.takeAsked()
        _ = client.link.takeMessages()
        return client
    }

    func session(of client: Client) -> SessionID {
        self.onEdge { $0.connections[client.id]?.session?.id } ?? SessionID(0)
    }

    func joinAnswer(_ client: Client) -> JoinAnswer {
        JoinAnswer(
            session: self.session(of: client),
            principal: Principal(.account, 1),
            role: .attendee,
            path: Sample.path.map(\.id),
            place: .none,
            spreadMs: 1_000
        )
    }

    func answerSignIn(_ result: Result<Grant, WireError>) {
        let answer = self.signIn.takeAnswer()
        self.loop.perform { answer(result) }
    }

    // MARK: - Rooms

    /// The room tells this Edge something.
    func tell(_ bodies: EdgeMessage.Body..., in room: RoomID = Sample.room) {
        let batch = bodies.map { BrokerMessage.edge(EdgeMessage(room, $0)) }
        self.onEdge { $0.receive(batch) }
    }

    func reply(_ reply: RoomReply, to id: RequestID, of client: Client, in room: RoomID = Sample.room) {
        let address = ReplyAddress(edge: Sample.edge, connection: client.id, request: id)
        self.tell(.reply(address, reply), in: room)
    }

    /// Takes out what rooms were asked since the last look.
    func takeAsked() -> [RoomsMessage.Body] {
        self.bus.takeSent().compactMap { sent in
            guard case .rooms(let message) = sent.message else { return nil }
            return message.body
        }
    }
}

extension [ServerMessage] {
    /// The codes of errors, in order.
    var errorCodes: [ErrorCode] { self.compactMap(\.error?.known) }
    var pushes: [ReceivedPush] { self.compactMap { if case .push(let push) = $0 { push } else { nil } } }
    var results: [OpaqueJSON] { self.compactMap { if case .response(_, let result) = $0 { result } else { nil } } }
}

extension ServerMessage {
    var error: RemoteError? { if case .error(_, let error) = self { error } else { nil } }
    var id: RequestID? {
        switch self {
        case .response(let id, result: _): id
        case .error(let id, _): id
        case .push: nil
        }
    }
}
