// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import DirectoryCore
import Foundation
import LoopRuntime
import Testing
import Wire

@testable import PlenaryServer

@Suite("The control socket")
struct AdminSocketTests {
    /// A node whose socket answers; stopped with it.
    private final class ServedNode: Sendable {
        let node: TemporaryNode
        let socket: AdminSocket
        let path: String

        init(name: String = "") throws {
            self.node = try TemporaryNode(name: name)
            self.path = self.node.service.files.controlSocket
            self.socket = try AdminSocket(path: self.path, service: self.node.service, logger: TemporaryNode.silent)
            self.socket.start()
        }

        deinit {
            self.socket.stop()
        }

        func client() throws -> AdminClient { try #require(try AdminClient.connect(to: self.path)) }
    }

    /// A connection that sends whatever a test wants, and waits on threads of its own: tests share theirs with tasks.
    private final class RawClient: Sendable {
        private let socket: CInt
        private let reader: Guarded<LineReader>

        init(_ path: String) throws {
            let socket = LocalSocket.make()
            self.socket = socket
            self.reader = Guarded(LineReader(socket: socket, bytesMax: 1 << 20))
            let result = unsafe LocalSocket.withAddress(of: path) { unsafe connect(socket, $0, $1) }
            try #require(result == 0)
            LocalSocket.limitWaits(socket, receiveSeconds: 20, sendSeconds: 20)
        }

        deinit {
            close(self.socket)
        }

        func ask(_ text: String) async -> String {
            await Blocking.run { [self] in
                _ = LocalSocket.write(Array(text.utf8), to: self.socket)
                return self.next()
            }
        }

        func read() async -> String {
            await Blocking.run { [self] in self.next() }
        }

        private func next() -> String {
            guard case .line(let bytes) = self.reader.withLock({ $0.next() }) else { return "" }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    private static let list = #"{"jsonrpc":"2.0","id":7,"method":"admin.unit.list"}"# + "\n"

    @Test("only the owner may open the socket's file, and the file goes when the server stops")
    func filePermissions() throws {
        let served = try ServedNode()
        let attributes = try FileManager.default.attributesOfItem(atPath: served.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        served.socket.stop()
        #expect(!FileManager.default.fileExists(atPath: served.path))
        #expect(try AdminClient.connect(to: served.path) == nil)
    }

    @Test("the file of a dead server is replaced, and a file that is no socket is not")
    func staleFile() throws {
        let node = try TemporaryNode()
        let path = node.service.files.controlSocket
        let dead = LocalSocket.make()
        _ = unsafe LocalSocket.withAddress(of: path) { unsafe bind(dead, $0, $1) }
        close(dead)
        #expect(try AdminClient.connect(to: path) == nil)
        let socket = try AdminSocket(path: path, service: node.service, logger: TemporaryNode.silent)
        socket.start()
        #expect(try AdminClient.connect(to: path) != nil)
        socket.stop()
        try "precious".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: ServerFailure.self) {
            try AdminSocket(path: path, service: node.service, logger: TemporaryNode.silent)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
    }

    @Test("requests go over the socket as they go to the service, failures with their codes")
    func requestsAndFailures() async throws {
        let served = try ServedNode(name: String(repeating: "-long", count: 30))  // Longer than a socket's address.
        let client = try served.client()
        let unit = try await client.perform(AddUnit(path: "/cn", name: "示范部", tier: 1, kind: "local"))
        #expect(unit.path == "/cn")
        let added = try await client.perform(AddAccount(name: "li.na", displayName: "李娜", unit: "/cn"))
        #expect(added.password != nil)
        #expect(try await client.perform(ListAccounts()).accounts == [added.account])
        do {
            _ = try await client.perform(AddUnit(path: "/cn/13", name: "", tier: 2, kind: "local"))
            Issue.record("a unit without a name was added")
        } catch {
            #expect(error.code == .invalidInput)
        }
        let user = SystemAccount.current
        #expect(try served.node.audited().first == "console:\(user) unit.added unit:1")
    }

    @Test("what is no request is answered, and the connection goes on")
    func malformedLines() async throws {
        let served = try ServedNode()
        let client = try RawClient(served.path)
        #expect(await client.ask("nonsense\n").contains("-32700"))
        #expect(await client.ask("{}\n").contains("-32600"))
        #expect(await client.ask("\n").contains("-32700"))
        #expect(await client.ask(#"{"jsonrpc":"2.0","id":1,"method":"admin.nothing"}"# + "\n").contains("-32601"))
        let params = #"{"jsonrpc":"2.0","id":"x","method":"admin.unit.add","params":{"path":3}}"#
        let refused = await client.ask(params + "\n")
        #expect(refused.contains("-32602"))
        #expect(refused.contains(#""id":"x""#))
        #expect(await client.ask(Self.list).contains(#""id":7,"result":{"units":[]}"#))
    }

    @Test("a request beyond the limit is refused and ends its connection, not the server")
    func oversizedLine() async throws {
        let served = try ServedNode()
        let client = try RawClient(served.path)
        let text = String(repeating: "x", count: AdminSocket.requestBytesMax + 100_000)
        #expect(await client.ask(text).contains("at most 1048576 bytes"))
        #expect(await client.read() == "")
        #expect(try await RawClient(served.path).ask(Self.list).contains("units"))
    }

    @Test("one connection carries many requests, and eight connections are served at once")
    func manyRequests() async throws {
        let served = try ServedNode()
        var clients: [RawClient] = []
        for _ in 0..<AdminSocket.connectionsMax {
            clients.append(try RawClient(served.path))
            #expect(await clients[clients.count - 1].ask(Self.list).contains("units"))
        }
        #expect(try await RawClient(served.path).read().contains("too many commands"))
        for _ in 0..<50 {
            for client in clients { #expect(await client.ask(Self.list).contains(#""id":7"#)) }
        }
    }

    @Test("requests that arrive in pieces or together are answered in order")
    func piecesAndBatches() async throws {
        let served = try ServedNode()
        let client = try RawClient(served.path)
        let many = (0..<100).map { #"{"jsonrpc":"2.0","id":\#($0),"method":"admin.unit.list"}"# }
        #expect(await client.ask(many.joined(separator: "\n")).contains(#""id":0,"#))
        for id in 1..<99 { #expect(await client.read().contains("\"id\":\(id),")) }
        #expect(await client.ask("\n").contains(#""id":99,"#))
    }

    @Test("stopping ends idle connections at once")
    func stopping() async throws {
        let served = try ServedNode()
        let client = try RawClient(served.path)
        #expect(await client.ask(Self.list).contains("units"))
        let start = ContinuousClock.now
        served.socket.stop()
        #expect(ContinuousClock.now - start < .seconds(5))
        #expect(await client.read() == "")
    }
}
