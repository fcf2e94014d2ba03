// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import Foundation
import LoopRuntime
import Testing

@testable import TURNCredentials

/// A coturn on loopback, in a folder of its own.
final class CoturnProcess: Sendable {
    static let secret = "north"
    private static let password = "s3"

    let port: UInt16
    private let controlPort: UInt16
    private let folder: URL
    private let process = Guarded<Process?>(nil)

    private init() throws {
        self.port = try SilentListener().port
        self.controlPort = try SilentListener().port
        self.folder = FileManager.default.temporaryDirectory.appending(path: "coturn-\(self.port)-\(self.controlPort)")
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
        let configuration = """
            use-auth-secret
            static-auth-secret=\(Self.secret)
            realm=plenary
            listening-ip=127.0.0.1
            relay-ip=127.0.0.1
            listening-port=\(self.port)
            no-tls
            no-dtls
            allow-loopback-peers
            cli-ip=127.0.0.1
            cli-port=\(self.controlPort)
            cli-password=\(Self.password)
            log-file=stdout
            simple-log
            userdb=\(self.folder.path)/turndb
            pidfile=\(self.folder.path)/turnserver.pid
            """
        try configuration.write(to: self.folder.appending(path: "turnserver.conf"), atomically: true, encoding: .utf8)
    }

    /// Starts one; returns once it can be controlled.
    static func start() async throws -> CoturnProcess {
        let coturn = try CoturnProcess()
        try await coturn.startAgain()
        return coturn
    }

    func startAgain() async throws {
        let file = self.folder.appending(path: "turnserver.conf").path
        let process = try launch("turnserver", ["-c", file])
        self.process.withLock { $0 = process }
        try await until { (try? self.allocations(of: SessionID(0))) != nil }
    }

    func end() {
        self.process.withLock { process in
            if let process { kill(process.processIdentifier, SIGKILL) }
            process?.waitUntilExit()
            process = nil
        }
    }

    deinit {
        self.end()
        try? FileManager.default.removeItem(at: self.folder)
    }

    func configuration() throws -> CoturnControl.Configuration {
        let address = try #require(ControlAddress("127.0.0.1:\(self.controlPort)"))
        return CoturnControl.Configuration(address: address, password: Self.password)
    }

    func waitUntilAllocated(_ sessions: [SessionID]) async throws {
        for session in sessions { try await until { try !self.allocations(of: session).isEmpty } }
    }

    func waitUntilGone(_ session: SessionID) async throws {
        try await until { try self.allocations(of: session).isEmpty }
    }

    private func allocations(of session: SessionID) throws -> [String] {
        let configuration = try self.configuration()
        let dialogue = try ControlDialogue.open(
            to: configuration.address,
            password: configuration.password,
            timeout: configuration.timeout
        )
        return try dialogue.allocations(of: session)
    }
}

/// A client that keeps what it allocated: `turnutils_uclient` of coturn.
final class TURNClientProcess: Sendable {
    private let process: Process

    init(of session: SessionID, by service: TURNService, at coturn: CoturnProcess) throws {
        let now = Timestamp(ms: Int64(Date().timeIntervalSince1970 * 1_000))
        let servers = service.servers(for: session, at: now)
        self.process = try launch(
            "turnutils_uclient",
            [
                "-u", servers.username, "-w", servers.credential, "-p", "\(coturn.port)", "-e", "127.0.0.1",
                "-n", "100000", "-z", "100", "-m", "1", "127.0.0.1",
            ]
        )
    }

    func end() {
        kill(self.process.processIdentifier, SIGKILL)
        self.process.waitUntilExit()
    }
}

/// Starts a program of coturn's; there must be one.
private func launch(_ name: String, _ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [name] + arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
}
