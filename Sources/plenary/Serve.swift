// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ArgumentParser
import Foundation
import Logging
import PlenaryServer

/// `plenary serve`: runs a node until it is told to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the server.",
        discussion: """
            Runs until SIGINT or SIGTERM; SIGHUP reads certificates and reloadable keys again.
            Exit codes: 3 bad configuration, 4 port taken, 5 certificate missing, 6 certificate unusable, \
            7 database of a newer version, 8 database in use, 9 database damaged, 10 data folder, \
            11 address refused, 12 internal.
            """
    )

    /// What ends the server or makes it read its files again.
    static let signals = [SIGINT, SIGTERM, SIGHUP]

    @OptionGroup var options: CommonOptions

    @Option(help: "Event loops; 0 for one on each processor.")
    var loops: Int?

    @Option(help: ArgumentHelp("Listen with TLS here instead.", valueName: "address:port"))
    var listen: [String] = []

    @Option(help: ArgumentHelp("Also listen without TLS; loopback addresses only.", valueName: "address:port"))
    var plain: [String] = []

    @Option(help: ArgumentHelp("Serve the web client from this folder, for its development.", valueName: "folder"))
    var webDir: String?

    func run() async throws {
        var overrides: [String: String] = [:]
        if let loops = self.loops { overrides["node.loops"] = "\(loops)" }
        if !self.listen.isEmpty { overrides["listen.tls"] = self.listen.joined(separator: ",") }
        if !self.plain.isEmpty { overrides["listen.plain"] = self.plain.joined(separator: ",") }
        if let webDir = self.webDir { overrides["web.dir"] = webDir }
        do throws(ServerFailure) {
            let configuration = try await self.options.loadConfiguration(overrides)
            let logger = CommonOptions.startLogging(configuration)
            for name in ConfigurationLoader.unknownVariables(in: ProcessInfo.processInfo.environment) {
                logger.warning("this variable sets no key and has no effect", metadata: ["variable": "\(name)"])
            }
            let signals = SignalStream(Self.signals)
            if let filesMax = OpenFileLimit.raise(forConnections: configuration.connectionsMax) {
                logger.warning("fewer connections fit than limits.connections", metadata: ["openFiles": "\(filesMax)"])
            }
            let server = try await Server.start(configuration, home: self.options.homeFolder, logger: logger)
            // For whoever waits for the server to be up; logs go to standard error.
            let addresses = server.addresses.map { "listening \($0)\n" }.joined()
            try? FileHandle.standardOutput.write(contentsOf: Data(addresses.utf8))  // Nobody has to listen.
            for await signal in signals.stream {
                guard signal == SIGHUP else { break }
                await self.reload(server, logger)
            }
            await server.stop()
            StandardErrorLog.flush()
        } catch {
            throw CommonOptions.exit(error)
        }
    }

    private func reload(_ server: Server, _ logger: Logger) async {
        do {
            let configuration = try await self.options.loadConfiguration()
            // First what can fail: then a mistake changes nothing.
            try await server.reloadCertificates()
            StandardErrorLog.processLevel = Logger.Level(rawValue: configuration.logLevel) ?? .info
        } catch {
            logger.error("nothing was changed by SIGHUP", metadata: ["why": "\(error)"])
        }
    }
}
