// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ArgumentParser
import Foundation
import PlenaryServer

/// The command line of Plenary.
struct Plenary: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plenary",
        abstract: "Signaling server and session broker for very large, tiered video conferences.",
        discussion: """
            Commands reach a running server through the socket in its data folder, and its database when none runs.
            Exit codes beyond those of serve: 13 invalid value, 14 no such account, unit or room, 15 refused, \
            16 import rejected, 17 server lost, 18 not allowed, 19 database failed, 20 file failed, 64 usage.
            """,
        version: Server.version,
        subcommands: [
            Init.self, Serve.self, AccountCommand.self, UnitCommand.self, RoomCommand.self, Backup.self,
            DemoCommand.self, Version.self,
        ]
    )
}

/// Where the process begins, on its first thread.
///
/// An asynchronous `main` would leave that thread to the system before it could block the signals that the server waits
/// for, and they would end the process.
@main
enum Main {
    static func main() {
        // Other commands are to be ended by Ctrl-C as usual.
        if CommandLine.arguments.dropFirst().first == "serve" { SignalStream.block(Serve.signals) }
        Task { @concurrent in
            await Plenary.main(nil)
            exit(0)
        }
        while true { pause() }
    }
}
