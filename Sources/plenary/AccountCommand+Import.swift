// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ArgumentParser
import Foundation
import PlenaryServer
import Wire

extension AccountCommand {
    /// `plenary account import`.
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add the accounts of a CSV file, all or none.",
            discussion: """
                The first line has headings: name, display name and unit (账号, 姓名, 单位) must be there; employee, \
                phone, reading, title and rank (工号, 手机, 拼音, 职务, 排序) may be. UTF-8 or GB18030. Prints the \
                sheet of passwords once. Exit code 16 when the file has to be mended: nothing was imported then.
                """
        )

        @Argument(help: "The file.")
        var file: String

        @Flag(help: "Only check the file.")
        var dryRun = false

        @OptionGroup var options: AdminOptions

        func run() async throws {
            try await self.options.withAccess { access throws(ServerFailure) in
                let text = try ImportText.decode(try Self.read(self.file))
                let report = try await access.perform(ImportAccounts(text: text, isDryRun: self.dryRun))
                self.options.print(report) { self.text(of: $0) }
                guard report.problems.isEmpty else {
                    let count = report.problems.count + report.problemsOmitted
                    throw ServerFailure(.importRejected, "nothing was imported: \(count) problems in \(self.file)")
                }
            }
        }

        private static func read(_ path: String) throws(ServerFailure) -> [UInt8] {
            do {
                let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
                return Array(try file.read(upToCount: ImportText.bytesMax + 1) ?? Data())
            } catch {
                throw ServerFailure(.fileFailed, "cannot read \(path): \(error.localizedDescription)")
            }
        }

        private func text(of report: ImportReport) -> String {
            var lines: [String] = []
            for problem in report.problems { lines += [problem.english, problem.chinese] }
            if report.problemsOmitted > 0 {
                lines.append("\(report.problemsOmitted) more problems. 另有 \(report.problemsOmitted) 处问题。")
            }
            if !report.ignoredHeadings.isEmpty {
                let names = report.ignoredHeadings.joined(separator: ", ")
                lines.append("Columns ignored: \(names) 未使用的列：\(names)")
            }
            guard report.problems.isEmpty else { return lines.joined(separator: "\n") }
            guard report.isImported else {
                lines.append("\(report.accounts) accounts could be imported. 可导入 \(report.accounts) 个账户。")
                return lines.joined(separator: "\n")
            }
            lines.append("\(report.accounts) accounts imported. 已导入 \(report.accounts) 个账户。")
            lines.append("Passwords are shown this once. 密码仅显示这一次。")
            lines.append("")
            lines.append("姓名 Name\t登录名 Login\t一次性密码 One-time password")
            lines += report.credentials.map { "\($0.displayName)\t\($0.name)\t\($0.password.revealed)" }
            return lines.joined(separator: "\n")
        }
    }
}
