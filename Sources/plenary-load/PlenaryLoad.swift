// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ArgumentParser
import Foundation
import LoopRuntime
import PlenaryClient

/// `plenary-load`: joins many clients into one room and says what that cost.
@main
struct PlenaryLoad: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plenary-load",
        abstract: "Join many clients into one room and measure what it costs both sides.",
        discussion: """
            A join counts from the start of its connection until the client is seated and has the first state of its \
            three streams. At the end every client must have been told the right number of participants. Exit code 1 \
            means that some client was not in, or not told right; 2, that nothing could be tried.
            """
    )

    /// All that one storm may take, beside the time that clients stay.
    private static let secondsMax: Int64 = 600

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

    @Option(help: "An open room to join; else the first account opens one, and ends it afterwards.")
    var room: UInt32?

    @Option(help: ArgumentHelp("The server's process, to measure its time and memory.", valueName: "pid"))
    var serverPid: Int32?

    @Option(help: "Seconds to stay after the last join.")
    var hold: Int64 = 0

    @Flag(help: "Print one JSON object instead of a table.")
    var json = false

    func validate() throws {
        guard (1...100_000).contains(self.clients) else { throw ValidationError("--clients takes 1 to 100000") }
        guard (1...10_000).contains(self.inProgress) else { throw ValidationError("--in-progress takes 1 to 10000") }
        guard (0...86_400).contains(self.hold) else { throw ValidationError("--hold takes 0 to 86400 seconds") }
    }

    func run() async throws {
        let report: StormReport
        do {
            report = try await self.storm()
        } catch {
            FileHandle.standardError.write(Data("plenary-load: \(error)\n".utf8))
            throw ExitCode(2)
        }
        print(self.json ? try report.json : report.table)
        if !report.isWhole { throw ExitCode(1) }
    }

    private func storm() async throws -> StormReport {
        let tokens = try LoadTokens.read(self.tokens, atLeast: self.clients)
        try OpenFiles.allow(self.clients)
        let loop = EventLoopThread()
        let trust = self.ca.map { ServerTrust.authorities(file: $0) } ?? .system
        let plan = Storm.Plan(
            address: try ServerAddress(self.url),
            tokens: tokens,
            inProgressMax: self.inProgress,
            room: self.room,
            server: self.serverPid,
            hold: .seconds(self.hold),
            patience: .seconds(Self.secondsMax)
        )
        let storm = Storm(plan, in: try ClientContext(on: loop, trusting: trust))
        loop.start(name: "plenary-load")
        defer {
            loop.stop()
            loop.join()
        }
        return try await storm.run()
    }
}
