// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ArgumentParser
import Foundation
import PlenaryServer
import Wire

/// `plenary account`: the people who can sign in.
struct AccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "Add, list and change accounts.",
        subcommands: [Add.self, List.self, Passwd.self, Disable.self, Enable.self, Import.self]
    )

    /// An account in a few words.
    static func line(_ account: AccountRecord) -> String {
        var parts = ["\(account.name)  \(account.displayName)  \(account.unit)"]
        if let employee = account.employeeNumber { parts.append(employee) }
        if let phone = account.phone { parts.append(phone) }
        if !account.title.isEmpty { parts.append(account.title) }
        parts += account.roles.map { "\($0.role) at \($0.unit)" }
        if account.isDisabled { parts.append("disabled") }
        return parts.joined(separator: "  ")
    }

    /// What is printed once for a password that was made.
    static func passwordLine(_ credentials: AccountCredentials) -> String {
        guard let password = credentials.password else { return "" }
        return "\npassword, shown this once: \(password.revealed)"
    }

    /// The first line of standard input.
    static func readPassword() throws -> SecretText {
        guard let line = readLine(strippingNewline: true), !line.isEmpty else {
            throw CommonOptions.exit(ServerFailure(.invalidInput, "standard input has no password in its first line"))
        }
        return SecretText(line)
    }
}

extension AccountCommand {
    /// `plenary account add`.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an account.",
            discussion: "Prints a random password once, unless --password-stdin gives one."
        )

        @Argument(help: "The login name: 2 to 32 of a-z, 0-9, dot, hyphen and underscore.")
        var name: String

        @Option(help: "The person's name as others see it.")
        var displayName: String

        @Option(help: ArgumentHelp("The primary unit.", valueName: "path"))
        var unit: String

        @Option(help: ArgumentHelp("The employee number.", valueName: "number"))
        var employee: String?

        @Option(help: ArgumentHelp("The telephone number.", valueName: "number"))
        var phone: String?

        @Option(help: "What the person is.")
        var title = ""

        @Option(help: "Sorts the members of a unit, lowest first.")
        var rank: Int32?

        @Option(help: ArgumentHelp("A role at the unit, such as meeting-organizer; repeatable.", valueName: "role"))
        var role: [String] = []

        @Flag(help: "Read the password from the first line of standard input.")
        var passwordStdin = false

        @OptionGroup var options: AdminOptions

        func run() async throws {
            var request = AddAccount(name: self.name, displayName: self.displayName, unit: self.unit)
            request.employeeNumber = self.employee
            request.phone = self.phone
            request.title = self.title
            request.rank = self.rank
            request.roles = self.role
            request.password = self.passwordStdin ? try AccountCommand.readPassword() : nil
            try await self.options.perform(request) { added in
                "added \(AccountCommand.line(added.account))" + AccountCommand.passwordLine(added)
            }
        }
    }

    /// `plenary account passwd`.
    struct Passwd: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set a password and end the account's sessions.",
            discussion: "Prints a random password once, unless --password-stdin gives one."
        )

        @Argument(help: "By what the account signs in: name, employee number or phone.")
        var name: String

        @Flag(help: "Read the password from the first line of standard input.")
        var passwordStdin = false

        @OptionGroup var options: AdminOptions

        func run() async throws {
            let password = self.passwordStdin ? try AccountCommand.readPassword() : nil
            try await self.options.perform(SetPassword(account: self.name, password: password)) { changed in
                "changed the password of \(changed.account.name)" + AccountCommand.passwordLine(changed)
            }
        }
    }
}
