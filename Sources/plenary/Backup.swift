// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ArgumentParser
import Foundation
import PlenaryServer

/// `plenary backup`.
struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy the database as it is at one moment, while it is in use.",
        discussion: "The copy takes the place of what is there once it is whole. Only its owner may read it."
    )

    @Argument(help: "Where the copy goes.")
    var file: String

    @OptionGroup var options: AdminOptions

    func run() async throws {
        let path = URL(fileURLWithPath: self.file).standardizedFileURL.path
        try await self.options.perform(MakeBackup(path: path)) { "backed up to \($0.path), \($0.bytes) bytes" }
    }
}
