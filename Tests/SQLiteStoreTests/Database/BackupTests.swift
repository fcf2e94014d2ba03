// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import Foundation
import LoopRuntime
import SQLiteStore
import Testing

@Suite("A backup")
struct BackupTests {
    @Test("taken while rooms are written is whole, private, and opens like the original")
    func whileWriting() throws {
        let bench = try SQLiteBench()
        let target = bench.folder.file("backup.db")
        let (rooms, slots): (UInt32, Slot) = (4, 1_500)
        let promise = Promise<Slot>()
        for slot in 1...slots {
            for room in 1...rooms {
                let record = [UInt8](repeating: UInt8(truncatingIfNeeded: slot), count: 400)
                bench.log.append(record, to: RoomID(test: room), at: slot, listing: nil, on: bench.loop) { outcome in
                    if outcome == .durable { promise.fulfil(slot) }
                }
            }
        }
        #expect(FileManager.default.createFile(atPath: target, contents: Data("an older backup".utf8)))
        var copies = 0
        while promise.all.count < Int(slots) * Int(rooms), copies < 20 {
            let durable = promise.all.count / Int(rooms)
            try bench.database.backup(to: target)
            copies += 1
            try self.check(target, in: bench.folder, atLeast: durable, rooms: rooms)
        }
        #expect(copies > 0)
        promise.wait(forCount: Int(slots) * Int(rooms))
    }

    /// Opens a copy of the backup and reads every room.
    private func check(_ target: String, in folder: TemporaryFolder, atLeast slots: Int, rooms: UInt32) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(names).isDisjoint(with: ["backup.db.partial", "backup.db-wal", "backup.db-journal"]))
        #expect(try folder.mode(of: "backup.db") == 0o600)
        let restored = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: target, toPath: restored.file("plenary.db"))
        let bench = try SQLiteBench(limits: SlotLogLimits(), folder: restored)
        #expect(try bench.database.integrityProblems() == [])
        for room in 1...rooms {
            let entries = try bench.load(RoomID(test: room))?.entries ?? []
            #expect(entries.count >= slots)
            #expect(entries.map(\.slot) == Array(1..<Slot(entries.count + 1)), "without a gap")
        }
    }

    @Test("that cannot be made says why")
    func failing() throws {
        let folder = try TemporaryFolder()
        let database = try SQLiteDatabase(path: folder.file("plenary.db"))
        let error = #expect(throws: SQLiteStoreError.self) {
            try database.backup(to: folder.file("nowhere/backup.db"))
        }
        #expect(error?.code == .unreachable)
        database.close()
    }
}
