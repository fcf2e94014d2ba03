// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ArgumentParser
import Foundation
import PlenaryServer

/// `plenary room`: rooms, opened and ended from outside.
struct RoomCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "room",
        abstract: "Open, list and end rooms.",
        subcommands: [Add.self, List.self, Close.self]
    )
}

extension RoomCommand {
    /// `plenary room add`.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open a room; prints its number and link, on a terminal as a QR code too."
        )

        @Argument(help: "What the room is called.")
        var title: String

        @Option(help: ArgumentHelp("Who runs the room: name, employee number or phone.", valueName: "name"))
        var chair: String

        @Option(help: "Participants at most.")
        var limit: UInt32 = 500

        @Option(help: "When a participant joins once more: replace, refuse or allow.")
        var policy = "replace"

        @OptionGroup var options: AdminOptions

        func run() async throws {
            let request = AddRoom(title: self.title, chair: self.chair, limit: self.limit, policy: self.policy)
            try await self.options.perform(request) { room in
                let code = isatty(STDOUT_FILENO) == 1 ? QRCode(of: room.link)?.terminalText : nil
                return [room.room, room.link, code].compactMap(\.self).joined(separator: "\n")
            }
        }
    }

    /// `plenary room list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List rooms, newest first.")

        @Flag(help: "Rooms that are over, too.")
        var all = false

        @OptionGroup var options: AdminOptions

        func run() async throws {
            try await self.options.perform(ListRooms(isAll: self.all)) { list in
                guard !list.rooms.isEmpty else { return "no rooms" }
                return list.rooms.map { room in
                    let seconds = Double(room.createdAtMs) / 1_000
                    let time = Date(timeIntervalSince1970: seconds).formatted(.iso8601)
                    return "\(room.room)  \(time)  \(room.chair)  \(room.title)\(room.isEnded ? "  ended" : "")"
                }.joined(separator: "\n")
            }
        }
    }

    /// `plenary room close`.
    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "End a room for everybody, for ever.")

        @Argument(help: "Its nine digits.")
        var number: String

        @OptionGroup var options: AdminOptions

        func run() async throws {
            try await self.options.perform(CloseRoom(room: self.number)) { closed in
                "ended \(closed.room) with \(closed.participants) participants in it"
            }
        }
    }
}
