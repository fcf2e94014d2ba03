// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ArgumentParser
import Foundation
import PlenaryServer

/// `plenary init`: makes what a first start needs.
struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make what a first start needs: data folder, certificates, database, accounts to try it with.",
        discussion: """
            May be repeated: nothing that exists is replaced, except a development certificate that ends within a \
            month or does not cover an address of this machine any more. Exit codes as of `plenary serve`.
            """
    )

    @OptionGroup var options: AdminOptions

    @Flag(name: .long, help: "Leave out the organisation, accounts and passwords to try the server with.")
    var noDemo = false

    func run() async throws {
        do throws(ServerFailure) {
            let configuration = try await self.options.common.loadConfiguration()
            let installation = Installation(configuration, home: self.options.common.homeFolder, now: Date())
            let summary = InitSummary(try await installation.prepare(withDemo: !self.noDemo))
            self.options.print(summary) { $0.text }
        } catch {
            throw CommonOptions.exit(error)
        }
    }
}
