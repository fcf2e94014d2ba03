// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ArgumentParser
import Foundation
import LoopRuntime
import PlenaryClient

/// What all scenarios are told.
struct LoadOptions: ParsableArguments {
    @Option(help: "How many clients.")
    var clients = 1_000

    @Option(help: ArgumentHelp("Access tokens, as `plenary demo seed` writes them.", valueName: "file"))
    var tokens: String

    @Option(help: "Where the server listens: wss://HOST:PORT or ws://HOST:PORT.")
    var url = "wss://localhost:8443"

    @Option(help: ArgumentHelp("Certificates to trust instead of the system's.", valueName: "file"))
    var ca: String?

    @Option(help: "Joins that may be under way at a time.")
    var inProgress = 64

    @Flag(help: "Let each client watch the summaries of the units above it.")
    var watchPath = false

    @Flag(help: "Print one JSON object instead of a table.")
    var json = false

    func validate() throws {
        guard (1...100_000).contains(self.clients) else { throw ValidationError("--clients takes 1 to 100000") }
        guard (1...100_000).contains(self.inProgress) else { throw ValidationError("--in-progress takes 1 to 100000") }
    }

    /// Runs a scenario with so many clients and prints its report.
    ///
    /// - Throws: `ExitCode`: 1 when something was not as it should be; 2 when nothing could be tried.
    func run(
        clients: Int? = nil,
        _ scenario: @Sendable (isolated Crowd) async throws -> any Report & Sendable
    ) async throws {
        let report: any Report
        do {
            report = try await self.report(clients ?? self.clients, scenario)
        } catch {
            FileHandle.standardError.write(Data("plenary-load: \(error)\n".utf8))
            throw ExitCode(2)
        }
        print(self.json ? try report.json : report.table)
        if !report.isWhole { throw ExitCode(1) }
    }

    private func report(
        _ clients: Int,
        _ scenario: @Sendable (isolated Crowd) async throws -> any Report & Sendable
    ) async throws -> any Report {
        let tokens = try LoadTokens.read(self.tokens, atLeast: clients)
        try OpenFiles.allow(clients)
        let loop = EventLoopThread()
        let context = try ClientContext(on: loop, trusting: self.ca.map { .authorities(file: $0) } ?? .system)
        let crowd = Crowd(to: try ServerAddress(self.url), tokens: tokens, watchesPath: self.watchPath, in: context)
        loop.start(name: "plenary-load")
        defer {
            loop.stop()
            loop.join()
        }
        return try await scenario(crowd)
    }
}
