// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import Foundation
import Glibc
import LoopRuntime
import SQLiteStore
import Testing

// A process that is killed loses nothing that the kernel has; a loss of power is what `synchronous=FULL` is for, and
// that the pragma holds is checked with the database.

@Suite("A process that dies")
struct CrashTests {
    private static let rooms: UInt32 = 8
    private static let answersBeforeDeath = 3_000

    /// The bytes of a slot, so that a reader knows what must stand there.
    private static func record(_ room: UInt32, _ slot: Slot) -> [UInt8] {
        Array("room \(room) slot \(slot) ".utf8) + [UInt8](repeating: UInt8(truncatingIfNeeded: slot), count: 200)
    }

    /// Appends to all rooms without a pause, writes down what was answered durable, and is killed in the middle.
    private static func appendUntilKilled(in folder: String) throws -> Never {
        let database = try SQLiteDatabase(path: "\(folder)/plenary.db")
        let log = SQLiteSlotLog(database: database)
        let loop = EventLoopThread()
        loop.start(name: "doomed")
        let answered = try #require(FileHandle(forWritingAtPath: "\(folder)/answered"))
        let count = Guarded(0)
        let append = Appender(log: log, loop: loop) { room, slot in
            try? answered.write(contentsOf: Data("\(room) \(slot)\n".utf8))
            let answers = count.withLock { count in
                count += 1
                return count
            }
            if answers == Self.answersBeforeDeath { kill(getpid(), SIGKILL) }
        }
        loop.post { for room in 1...Self.rooms { append.next(room, 1) } }
        while true { sleep(60) }
    }

    /// Appends the next slot of a room as soon as the one before is answered.
    private final class Appender: Sendable {
        private let log: SQLiteSlotLog
        private let loop: EventLoopThread
        private let answered: @Sendable (UInt32, Slot) -> Void

        init(log: SQLiteSlotLog, loop: EventLoopThread, answered: @escaping @Sendable (UInt32, Slot) -> Void) {
            self.log = log
            self.loop = loop
            self.answered = answered
        }

        func next(_ room: UInt32, _ slot: Slot) {
            let record = CrashTests.record(room, slot)
            self.log.append(record, to: RoomID(test: room), at: slot, listing: nil, on: self.loop) { outcome in
                guard outcome == .durable else { return }
                self.answered(room, slot)
                if slot.isMultiple(of: 64) {
                    self.log.saveSnapshot([1], of: RoomID(test: room), upTo: slot / 2, keepFrom: 1)
                }
                self.next(room, slot + 1)
            }
        }
    }

    @Test("leaves everything that was answered durable")
    func killed() async throws {
        let folder = try TemporaryFolder()
        #expect(FileManager.default.createFile(atPath: folder.file("answered"), contents: nil))
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder.path as String] in
            try CrashTests.appendUntilKilled(in: path)
        }
        let bench = try SQLiteBench(limits: SlotLogLimits(), folder: folder)
        #expect(try bench.database.integrityProblems() == [])
        let lines = try String(contentsOfFile: folder.file("answered"), encoding: .utf8).split(separator: "\n")
        #expect(lines.count >= Self.answersBeforeDeath)
        var newest: [UInt32: Slot] = [:]
        for line in lines {
            let parts = line.split(separator: " ")
            let room = try #require(UInt32(parts[0]))
            let slot = try #require(Slot(parts[1]))
            newest[room] = max(newest[room] ?? 0, slot)
        }
        for (room, slot) in newest {
            let loaded = try #require(try bench.load(RoomID(test: room)))
            #expect(loaded.entries.count >= Int(slot))
            for entry in loaded.entries { #expect(entry.record == Self.record(room, entry.slot)) }
        }
    }
}
