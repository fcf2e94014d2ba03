// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import Testing
import WebSocketTransport
import Wire

/// Lets nobody in.
private struct ClosedDoor: SignIn {
    func authenticate(
        _ credentials: Credentials,
        from address: String,
        on loop: any EventLoop,
        completion: @escaping @Sendable (Result<Grant, WireError>) -> Void
    ) {
        loop.post { completion(.failure(WireError(.credentialsWrong))) }
    }

    func currentGrant(
        of principal: Principal,
        on loop: any EventLoop,
        completion: @escaping @Sendable (Grant?) -> Void
    ) {
        completion(nil)
    }
}

private struct NoSecrets: SecretSource {
    func randomBits() -> UInt64 { 1 }
    func makeSecret() -> ResumeSecret {
        guard let secret = ResumeSecret([UInt8](repeating: 1, count: 16)) else { preconditionFailure("16 bytes do") }
        return secret
    }
    func digest(of secret: ResumeSecret) -> TokenDigest { TokenDigest(high: 1, low: 2) }
}

private struct NoInvitations: InvitationCodes {
    func card(of invitation: InvitationNumber, in room: RoomID, until expiresAt: Timestamp) -> InvitationCard {
        InvitationCard(code: SecretText(""), pin: SecretText(""))
    }
}

private struct Quiet: BrokerObserver {
    func note(_ event: BrokerEvent) {}
}

extension TransportTests {
    @Suite("An Edge behind the transport")
    struct EdgeTests {
        @Test("greets, answers, refuses binary messages and closes with its codes")
        func conversation() async throws {
            let loop = EventLoopThread()
            let address = Address(node: 1, loop: 0, role: .edge)
            let bus = InProcessBus<BrokerMessage>()
            bus.attach(address, on: loop, capacity: 16) { _, _ in }
            let edge = Edge(
                address: address,
                loop: loop,
                node: Edge.NodeInfo(node: 1, version: "0", publicURL: "https://localhost", features: []),
                placement: RoomPlacement(node: 1, loopCount: 1),
                ports: Edge.Ports(
                    bus: bus,
                    signIn: ClosedDoor(),
                    secrets: NoSecrets(),
                    observer: Quiet(),
                    invitations: NoInvitations()
                ),
                limits: BrokerLimits()
            )
            let transport = try Transport(
                TransportConfiguration(listeners: [Listener(address: "127.0.0.1", port: 0, security: .plain)]),
                members: [Transport.Member(loop: loop, edge: edge)],
                service: TestService(),
                observer: TestObserver()
            )
            loop.start(name: "edge")
            try await transport.start()
            let port = transport.listeners[0].port

            let client = try WebSocketClient(port: port, tls: false)
            #expect(try client.readText()?.contains("server.hello") == true)
            client.send(#"{"jsonrpc":"2.0","id":7,"method":"session.ping","params":{}}"#)
            #expect(try client.readText()?.contains(#""id":7"#) == true)
            #expect(await edge.connectionCount == 1)
            client.socket.send(WebSocketClient.frame(2, [1]))
            #expect(try client.readClose()?.closeCode == CloseCode.protocolViolation.rawValue)

            let other = try WebSocketClient(port: port, tls: false)
            _ = try other.readText()
            await edge.shutDown()
            #expect(try other.readClose()?.closeCode == CloseCode.shuttingDown.rawValue)
            let third = try WebSocketClient(port: port, tls: false)
            _ = try third.readText()
            third.socket.close()
            #expect(await eventually { await edge.connectionCount == 0 })
            loop.stop()
            loop.join()
        }
    }
}
