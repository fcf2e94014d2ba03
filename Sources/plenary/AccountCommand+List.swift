// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ArgumentParser
import PlenaryServer
import Wire

extension AccountCommand {
    /// `plenary account list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List accounts in the order of their making.")

        @Option(help: ArgumentHelp("Only in this unit and below it.", valueName: "path"))
        var unit: String?

        @Option(help: ArgumentHelp("Only those with this in name, pinyin or an identifier.", valueName: "text"))
        var match: String?

        @OptionGroup var options: AdminOptions

        func run() async throws {
            try await self.options.withAccess { access throws(ServerFailure) in
                var request = ListAccounts(unit: self.unit, match: self.match)
                var accounts: [AccountRecord] = []
                while true {
                    let page = try await access.perform(request)
                    accounts += page.accounts
                    guard page.hasMore, let last = page.accounts.last else { break }
                    request.after = last.id
                }
                self.options.print(Listed(accounts: accounts)) { listed in
                    listed.accounts.isEmpty
                        ? "no accounts" : listed.accounts.map(AccountCommand.line).joined(separator: "\n")
                }
            }
        }

        struct Listed: JSONEncodable {
            let accounts: [AccountRecord]

            func write(to writer: inout JSONWriter) {
                writer.object { $0.member("accounts", self.accounts) }
            }
        }
    }

    /// `plenary account disable`.
    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keep an account from signing in and end its sessions at once."
        )

        @Argument(help: "By what the account signs in: name, employee number or phone.")
        var name: String

        @OptionGroup var options: AdminOptions

        func run() async throws {
            let request = SetDisabled(account: self.name, isDisabled: true)
            try await self.options.perform(request) { "disabled \($0.name)" }
        }
    }

    /// `plenary account enable`.
    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let an account sign in again.")

        @Argument(help: "By what the account signs in: name, employee number or phone.")
        var name: String

        @OptionGroup var options: AdminOptions

        func run() async throws {
            let request = SetDisabled(account: self.name, isDisabled: false)
            try await self.options.perform(request) { "enabled \($0.name)" }
        }
    }
}
