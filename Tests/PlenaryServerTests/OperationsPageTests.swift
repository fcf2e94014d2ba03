// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
import PlenaryServer
import Testing

@Suite("docs/operations.md")
struct OperationsPageTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private let page: String

    init() throws {
        self.page = try String(contentsOf: Self.root.appending(path: "docs/operations.md"), encoding: .utf8)
    }

    @Test("every exit code is listed under its name, and no other")
    func exitCodes() {
        let rows = self.page.matches(of: /\| (\d+) \| `(\w+)` \| [^|]+ \|/).map { "\($0.output.1) \($0.output.2)" }
        #expect(rows == ServerFailure.Code.allCases.map { "\($0.rawValue) \($0)" })
    }

    @Test("every metric is listed, and no other")
    func metrics() throws {
        let folder = Self.root.appending(path: "Sources/PlenaryServer/Observability")
        var rendered: Set<Substring> = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let code = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            rendered.formUnion(code.matches(of: /"(plenary_\w+)"/).map { Substring(String($0.output.1)) })
        }
        let rows = self.page.split(separator: "\n").filter { $0.hasPrefix("| `plenary_") }
        let listed = Set(rows.flatMap { $0.matches(of: /`(plenary_\w+)`/).map { Substring(String($0.output.1)) } })
        #expect(listed == rendered)
        #expect(!rendered.isEmpty)
    }
}
