// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import DirectoryCore
import LoopRuntime
import SQLiteStore
import Testing

/// A directory in a database of its own: /cn, /cn/13, /cn/13/1301, /cn/14.
final class DirectoryBench: Sendable {
    static let actor = AuditActor.console(user: "root")

    let folder: TemporaryFolder
    let database: SQLiteDatabase
    let directory: SQLiteDirectory
    private let clock = Guarded<Int64>(1_764_000_000_000)

    init(folder: TemporaryFolder? = nil) throws {
        self.folder = try folder ?? TemporaryFolder()
        self.database = try SQLiteDatabase(path: self.folder.file("plenary.db"))
        let clock = self.clock
        self.directory = SQLiteDirectory(
            database: self.database,
            digest: Self.digest,
            clock: { Timestamp(ms: clock.withLock { $0 }) }
        )
        guard try self.directory.organisation().root == nil else { return }
        let root = try self.directory.addUnit(under: nil, Self.unit("cn", "部", tier: 1), by: Self.actor)
        let province = try self.directory.addUnit(under: root.id, Self.unit("13", "河北", tier: 2), by: Self.actor)
        _ = try self.directory.addUnit(under: province.id, Self.unit("1301", "石家庄", tier: 3), by: Self.actor)
        _ = try self.directory.addUnit(under: root.id, Self.unit("14", "山西", tier: 2), by: Self.actor)
    }

    deinit {
        self.database.close()
    }

    /// FNV-1a, which stands in for SHA-256: every byte moves it.
    static let digest: @Sendable ([UInt8]) -> [UInt8] = { bytes in
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return (0..<8).map { UInt8(truncatingIfNeeded: hash >> ($0 * 8)) }
    }

    static func unit(_ code: String, _ name: String, tier: UInt8, order: Int32 = 0) throws -> UnitDetails {
        UnitDetails(code: try #require(UnitCode(code)), name: name, tier: tier, kind: .local, order: order)
    }

    func unit(_ path: String) throws -> OrgUnitID {
        let path = try #require(UnitPath(path))
        return try #require(try self.directory.organisation().unit(at: path)).id
    }

    func details(
        _ name: String,
        _ displayName: String,
        in path: String = "/cn/13/1301",
        employee: String? = nil,
        phone: String? = nil
    ) throws -> AccountDetails {
        AccountDetails(
            name: try #require(LoginName(name)),
            employeeNumber: try employee.map { try #require(EmployeeNumber($0)) },
            phone: try phone.map { try #require(PhoneNumber($0)) },
            displayName: displayName,
            unit: try self.unit(path)
        )
    }

    func add(_ details: AccountDetails, passwordHash: String? = nil) throws -> Account {
        try self.directory.addAccount(NewAccount(details, passwordHash: passwordHash), by: Self.actor)
    }

    func grant(_ role: Role, to account: Account, at path: String) throws {
        let assignment = RoleAssignment(account: account.id, role: role, unit: try self.unit(path))
        try self.directory.assign(assignment, by: Self.actor)
    }

    /// What a call refuses with; nil when it goes through.
    func refusal(_ body: () throws -> Void) throws -> DirectoryRefusal? {
        do {
            try body()
            return nil
        } catch DirectoryError.refused(let refusal) { return refusal }
    }
}
