// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ArgumentParser
import PlenaryServer

/// `plenary version`.
struct Version: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print the version of this program.")

    @Flag(help: "Print one JSON document instead of text.")
    var json = false

    func run() {
        print(self.json ? "{\"version\":\"\(Server.version)\"}" : "plenary \(Server.version)")
    }
}
