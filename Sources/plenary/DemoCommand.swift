// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ArgumentParser
import Foundation
import PlenaryServer
import Wire

/// `plenary demo`: organisations to try things with.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Fill an empty directory for demonstrations and load tests.",
        subcommands: [Init.self, Seed.self]
    )
}

extension DemoCommand {
    /// `plenary demo init`.
    struct Init: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a small organisation with twelve accounts; prints their passwords once."
        )

        @OptionGroup var options: AdminOptions

        func run() async throws {
            try await self.options.perform(CreateDemoOrganisation()) { Self.text(of: $0) }
        }

        /// The accounts with their passwords, a line each.
        static func text(of demo: CreatedDemo) -> String {
            let rows = demo.accounts.map { made in
                let roles = made.account.roles.map(\.role).joined(separator: ", ")
                let name = made.account.name.padding(toLength: 14, withPad: " ", startingAt: 0)
                let parts = [made.password?.revealed ?? "", made.account.displayName, made.account.unit, roles]
                return name + parts.joined(separator: "  ")
            }
            let title = "Passwords are shown this once. 密码仅显示这一次。"
            return (["made \(demo.units.count) units and \(demo.accounts.count) accounts", title] + rows)
                .joined(separator: "\n")
        }
    }

    /// `plenary demo seed`.
    struct Seed: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a ministry with provinces, cities and accounts, and access tokens for all of them.",
            discussion: """
                The same numbers give the same names. Accounts have no passwords; the first may open rooms. Asked \
                again, it only issues new tokens.
                """
        )

        @Option(help: "The ministry, up to 31 provinces, and cities.")
        var units: UInt32 = 372

        @Option(help: "Accounts, spread over the units.")
        var accounts: UInt32 = 7_000

        @Option(help: ArgumentHelp("Where the tokens go, one JSON object a line.", valueName: "file"))
        var tokens: String

        @Option(help: "How long the tokens live.")
        var tokenHours: UInt32 = 24

        @Option(help: "Chooses the names.")
        var seed: UInt32 = 1

        @OptionGroup var options: AdminOptions

        func run() async throws {
            let request = SeedDemo(
                units: self.units,
                accounts: self.accounts,
                tokenHours: self.tokenHours,
                seed: self.seed
            )
            try await self.options.withAccess { access throws(ServerFailure) in
                let seeded = try await access.perform(request)
                var lines: [UInt8] = []
                for token in seeded.tokens { lines += token.encoded() + [UInt8(ascii: "\n")] }
                try PrivateFile.write(lines, to: self.tokens)
                self.options.print(Summary(seeded, file: self.tokens)) { summary in
                    let verb = summary.isNew ? "made" : "found"
                    return "\(verb) \(summary.units) units and \(summary.accounts) accounts; tokens in \(summary.file)"
                }
            }
        }
    }

    /// What is said of a seeding, without the tokens.
    struct Summary: JSONEncodable {
        let units: Int
        let accounts: Int
        let isNew: Bool
        let file: String

        init(_ seeded: SeededDemo, file: String) {
            self.units = seeded.units
            self.accounts = seeded.accounts
            self.isNew = seeded.isNew
            self.file = file
        }

        func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("units", self.units)
                writer.member("accounts", self.accounts)
                writer.member("new", self.isNew)
                writer.member("tokens", self.file)
            }
        }
    }
}
