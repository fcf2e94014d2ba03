// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ArgumentParser
import PlenaryServer

/// `plenary unit`: the organisation.
struct UnitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unit",
        abstract: "Add and list units of the organisation.",
        subcommands: [Add.self, List.self]
    )
}

extension UnitCommand {
    /// `plenary unit add`.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add a unit below another; the first is the root.")

        @Argument(help: "Codes from the root to the new unit, such as /cn/13/1301.")
        var path: String

        @Argument(help: "What people call it.")
        var name: String

        @Option(help: "1 ministry, 2 province, 3 city, 4 county; not above the tier of the unit above.")
        var tier: Int32

        @Option(help: "department, affiliated, dispatched or local.")
        var kind: String

        @Option(help: "Sorts siblings, lowest first.")
        var order: Int32 = 0

        @OptionGroup var options: AdminOptions

        func run() async throws {
            let request = AddUnit(
                path: self.path,
                name: self.name,
                tier: self.tier,
                kind: self.kind,
                order: self.order
            )
            try await self.options.perform(request) { unit in
                "added \(unit.path)  \(unit.name)  tier \(unit.tier), \(unit.kind)"
            }
        }
    }

    /// `plenary unit list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show the organisation as a tree.")

        @OptionGroup var options: AdminOptions

        func run() async throws {
            try await self.options.perform(ListUnits()) { list in
                guard !list.units.isEmpty else { return "no units yet: `plenary unit add` adds the root" }
                return list.units.map { unit in
                    let indent = String(repeating: "  ", count: unit.depth)
                    return "\(indent)\(unit.name)  \(unit.path)  tier \(unit.tier), \(unit.kind)"
                }.joined(separator: "\n")
            }
        }
    }
}
