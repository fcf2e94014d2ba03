// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
import Glibc

/// A Janus of its own for one test: loopback control ports, two event loops, nothing but VideoRoom over WebSocket.
///
/// Janus needs an interface besides `lo` to gather candidates, else it answers no offer at all; any other will do,
/// since what it carries here goes from itself to itself.
final class JanusServer {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static let apiSecret = "api-secret-of-the-test"
    static let adminSecret = "admin-secret-of-the-test"
    private static let program = "/usr/bin/janus"
    private static let libraries = "/usr/lib/x86_64-linux-gnu/janus"

    let port: UInt16
    let adminPort: UInt16
    private let folder: URL
    private var process: Process?

    init() throws {
        guard FileManager.default.isExecutableFile(atPath: Self.program) else {
            throw Failure(description: "There is no \(Self.program): tools/test --only dependencies installs it.")
        }
        self.port = try Self.freePort()
        self.adminPort = try Self.freePort()
        self.folder = FileManager.default.temporaryDirectory.appending(path: "plenary-janus-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
        try self.write("janus.jcfg", self.mainConfiguration)
        try self.write("janus.transport.websockets.jcfg", self.transportConfiguration)
        try self.write("janus.plugin.videoroom.jcfg", "general: { string_ids = true }")
        try self.start()
    }

    deinit {
        self.kill()
        try? FileManager.default.removeItem(at: self.folder)
    }

    /// Starts it and waits until it listens.
    func start() throws {
        let process = Process()
        process.executableURL = URL(filePath: Self.program)
        process.arguments = ["-C", self.folder.appending(path: "janus.jcfg").path, "-F", self.folder.path]
        let log = self.folder.appending(path: "log")
        _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        let handle = try FileHandle(forWritingTo: log)
        process.standardOutput = handle
        process.standardError = handle
        process.standardInput = FileHandle.nullDevice
        try process.run()
        self.process = process
        for _ in 0..<400 {
            guard process.isRunning else { break }
            if Self.isListening(self.port) { return }
            usleep(25_000)
        }
        let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        throw Failure(description: "Janus does not listen: \(text.suffix(2_000))")
    }

    /// Ends it without any warning.
    func kill() {
        guard let process = self.process, process.isRunning else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    private func write(_ name: String, _ text: String) throws {
        try text.write(to: self.folder.appending(path: name), atomically: false, encoding: .utf8)
    }

    private var mainConfiguration: String {
        let plugins = Self.others(in: "plugins", than: "libjanus_videoroom.so")
        let transports = Self.others(in: "transports", than: "libjanus_websockets.so")
        return """
            general: {
                configs_folder = "\(self.folder.path)"
                plugins_folder = "\(Self.libraries)/plugins"
                transports_folder = "\(Self.libraries)/transports"
                events_folder = "\(Self.libraries)/events"
                loggers_folder = "\(Self.libraries)/loggers"
                debug_level = 4
                debug_colors = false
                api_secret = "\(Self.apiSecret)"
                admin_secret = "\(Self.adminSecret)"
                session_timeout = 60
                reclaim_session_timeout = 30
                event_loops = 2
            }
            media: { no_media_timer = 2 }
            plugins: { disable = "\(plugins)" }
            transports: { disable = "\(transports)" }
            """
    }

    private var transportConfiguration: String {
        """
        general: { json = "compact", ws = true, ws_port = \(self.port), ws_ip = "127.0.0.1", wss = false }
        admin: { admin_ws = true, admin_ws_port = \(self.adminPort), admin_ws_ip = "127.0.0.1", admin_wss = false }
        """
    }

    private static func others(in folder: String, than wanted: String) -> String {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(Self.libraries)/\(folder)")) ?? []
        return names.filter { $0.hasSuffix(".so") && $0 != wanted }.sorted().joined(separator: ",")
    }

    private static func address(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private static func freePort() throws -> UInt16 {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = Self.address(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(socket, address, length) == 0 ? unsafe getsockname(socket, address, &length) : -1
            }
        }
        guard result == 0 else { throw Failure(description: "There is no free port") }
        return UInt16(bigEndian: address.sin_port)
    }

    private static func isListening(_ port: UInt16) -> Bool {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = Self.address(port)
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe connect(socket, $0, length) == 0 }
        }
    }
}
