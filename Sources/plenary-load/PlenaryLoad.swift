// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ArgumentParser

/// `plenary-load`: plays many clients and says what that cost.
@main
struct PlenaryLoad: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plenary-load",
        abstract: "Play many clients of a server and measure what it costs both sides.",
        discussion: """
            Exit code 1 means that something was not as it should be: somebody not in, or not told right. Exit code 2 \
            means that nothing could be tried.
            """,
        subcommands: [Join.self, Control.self, Relay.self, Rooms.self, Return.self, Codec.self],
        defaultSubcommand: Join.self
    )
}

extension PlenaryLoad {
    struct Join: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Clients join one room, and stay.",
            discussion: """
                A join counts from the start of its connection until the client is seated and has the first state of \
                its three streams. At the end every client must have been told the right number of participants.
                """
        )

        @OptionGroup var options: LoadOptions

        @Option(help: "Spread the starts of all joins evenly over so many seconds, however many are under way.")
        var over: Int64?

        @Option(help: "An open room to join; else the first account opens one, and ends it afterwards.")
        var room: UInt32?

        @Option(help: ArgumentHelp("The server's process, to measure its time and memory.", valueName: "pid"))
        var serverPid: Int32?

        @Option(help: "Seconds to stay after the last join.")
        var hold: Int64 = 0

        @Option(help: "So many of the clients are made presenters before: their joins are told apart.")
        var priority = 0

        @Option(help: "Participants in a hundred that leave and join again in each minute of the stay.")
        var churn = 0.0

        @Option(help: "Texts that the first client writes in each second of the stay.")
        var texts = 0

        func validate() throws {
            guard (0...86_400).contains(self.hold) else { throw ValidationError("--hold takes 0 to 86400 seconds") }
            guard (1...86_400).contains(self.over ?? 1) else {
                throw ValidationError("--over takes 1 to 86400 seconds")
            }
            guard (0...100).contains(self.churn) else { throw ValidationError("--churn takes 0 to 100") }
            guard (0...100).contains(self.texts) else { throw ValidationError("--texts takes 0 to 100") }
            guard (0..<self.options.clients).contains(self.priority), self.priority == 0 || self.room == nil else {
                throw ValidationError("--priority takes fewer than all clients, and no --room")
            }
            guard self.churn == 0 || self.options.clients > 1 else {
                throw ValidationError("--churn takes two clients")
            }
        }

        func run() async throws {
            let scenario = JoinScenario(
                pace: self.over.map { .over(.seconds($0)) } ?? .inProgress(self.options.inProgress),
                room: self.room,
                server: self.serverPid,
                hold: .seconds(self.hold),
                churnPercent: self.churn,
                textsPerSecond: self.texts,
                presenters: self.priority
            )
            try await self.options.run { try await scenario.run(in: $0) }
        }
    }

    struct Control: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The chair of a full room gives orders.")

        @OptionGroup var options: LoadOptions

        @Option(help: "How often each order is given.")
        var rounds = 10

        @Option(help: "Only this order: \(ControlScenario.Order.allCases.map(\.rawValue).joined(separator: ", ")).")
        var only: ControlScenario.Order?

        @Option(help: "So many clients stop reading, and the rounds are measured again.")
        var stalled = 0

        @Option(help: ArgumentHelp("The server's process.", valueName: "pid"))
        var serverPid: Int32

        func validate() throws {
            guard (1...10_000).contains(self.rounds) else { throw ValidationError("--rounds takes 1 to 10000") }
            guard (0..<self.options.clients).contains(self.stalled) else {
                throw ValidationError("--stalled takes fewer than all clients")
            }
        }

        func run() async throws {
            let scenario = ControlScenario(
                inProgress: self.options.inProgress,
                orders: self.only.map { [$0] } ?? ControlScenario.Order.usual,
                rounds: self.rounds,
                stalled: self.stalled,
                server: self.serverPid
            )
            try await self.options.run { try await scenario.run(in: $0) }
        }
    }

    struct Relay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Pairs of clients send each other signals.")

        @OptionGroup var options: LoadOptions

        @Option(help: "Signals a second, of all together.")
        var rate = 5_000

        @Option(help: "Seconds to send.")
        var seconds: Int64 = 10

        @Option(help: ArgumentHelp("The server's process.", valueName: "pid"))
        var serverPid: Int32

        func validate() throws {
            guard self.options.clients > 1 else { throw ValidationError("--clients takes a pair at least") }
            guard (1...1_000_000).contains(self.rate) else { throw ValidationError("--rate takes 1 to 1000000") }
            guard (1...3_600).contains(self.seconds) else { throw ValidationError("--seconds takes 1 to 3600") }
        }

        func run() async throws {
            let scenario = RelayScenario(
                inProgress: self.options.inProgress,
                perSecond: self.rate,
                time: .seconds(self.seconds),
                server: self.serverPid
            )
            try await self.options.run { try await scenario.run(in: $0) }
        }
    }

    struct Rooms: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A storm joins one room while many others talk.",
            discussion: "--clients is the size of the storm."
        )

        @OptionGroup var options: LoadOptions

        @Option(help: "Rooms that talk.")
        var rooms = 200

        @Option(help: "Clients in each of them.")
        var seats = 35

        @Option(help: ArgumentHelp("The server's process.", valueName: "pid"))
        var serverPid: Int32

        func validate() throws {
            guard (1...10_000).contains(self.rooms) else { throw ValidationError("--rooms takes 1 to 10000") }
            guard (2...10_000).contains(self.seats) else { throw ValidationError("--seats takes 2 to 10000") }
        }

        func run() async throws {
            let scenario = RoomsScenario(
                inProgress: self.options.inProgress,
                rooms: self.rooms,
                seats: self.seats,
                storm: self.options.clients,
                server: self.serverPid
            )
            let clients = self.rooms * self.seats + self.options.clients
            try await self.options.run(clients: clients) { try await scenario.run(in: $0) }
        }
    }

    struct Return: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The server of a full room is killed, and everybody comes back.",
            discussion: "Kills the process itself; whoever calls this must start the server again at once."
        )

        @OptionGroup var options: LoadOptions

        @Option(help: ArgumentHelp("The server's process.", valueName: "pid"))
        var serverPid: Int32

        func run() async throws {
            let scenario = ReturnScenario(inProgress: self.options.inProgress, server: self.serverPid)
            try await self.options.run { try await scenario.run(in: $0) }
        }
    }

    struct Codec: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Read and write messages without a network.")

        @Option(help: "How often.")
        var rounds = 200_000

        @Flag(help: "Print one JSON object instead of a table.")
        var json = false

        func validate() throws {
            guard (1...100_000_000).contains(self.rounds) else {
                throw ValidationError("--rounds takes 1 to 100000000")
            }
        }

        func run() throws {
            let report = try CodecScenario(rounds: self.rounds).run()
            print(self.json ? try report.json : report.table)
        }
    }
}
