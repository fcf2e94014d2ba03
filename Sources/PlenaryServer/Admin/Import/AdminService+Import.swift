// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import DirectoryCore
internal import Foundation
internal import Identity
internal import SQLiteStore
internal import Wire

extension AdminService {
    func importAccounts(_ request: ImportAccounts, by actor: AuditActor) async throws(ServerFailure) -> ImportReport {
        let checked = try await self.read { directory throws(SQLiteStoreError) in
            AccountImport(
                reading: request.text,
                into: try directory.organisation(),
                taken: try directory.takenIdentifiers()
            )
        }
        guard checked.problems.isEmpty, !request.isDryRun else {
            return ImportReport(checked, isImported: false, credentials: [])
        }
        let passwords = checked.accounts.map { _ in RandomPassword.make() }
        let hashes = try await Self.hashes(of: passwords, threads: self.hashingThreads)
        let new = zip(checked.accounts, hashes).map { NewAccount($0.details, passwordHash: $1) }
        let added = try await self.change { directory throws(DirectoryError) in
            try directory.importAccounts(new, by: actor)
        }
        let credentials = zip(added, passwords).map { account, password in
            ImportReport.Credentials(
                displayName: account.details.displayName,
                name: account.details.name.text,
                password: password
            )
        }
        return ImportReport(checked, isImported: true, credentials: credentials)
    }

    /// All processors, or half of them where a server has better to do.
    private var hashingThreads: Int {
        let processors = ProcessInfo.processInfo.activeProcessorCount
        return self.node == nil ? processors : max(1, processors / 2)
    }
}

extension ImportReport {
    init(_ checked: AccountImport, isImported: Bool, credentials: [Credentials]) {
        self.init(
            accounts: checked.accounts.count,
            isImported: isImported,
            problems: checked.problems.map { problem in
                Problem(line: problem.line, english: problem.text.english, chinese: problem.text.chinese)
            },
            problemsOmitted: checked.problemsOmitted,
            ignoredHeadings: checked.ignoredHeadings,
            credentials: credentials
        )
    }
}
