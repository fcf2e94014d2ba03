// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore
internal import LoopRuntime

/// The one thread that reads rooms; a reader never waits for the writer.
final class RoomLoader: Sendable {
    struct Load: Sendable {
        let room: RoomID
        let loop: any EventLoop
        let completion: @Sendable (Result<LoggedRoom?, StoreFailure>) -> Void
    }

    private struct State {
        var loads: [Load] = []
        var isStopping = false
    }

    private let database: SQLiteDatabase
    private let limits: SlotLogLimits
    private let state = Monitor(State())

    init(database: SQLiteDatabase, limits: SlotLogLimits) {
        self.database = database
        self.limits = limits
    }

    /// False when too much waits or the loader stops; then the completion is still the caller's to call.
    func enqueue(_ load: Load) -> Bool {
        self.state.change { state in
            guard !state.isStopping, state.loads.count < self.limits.loadsMax else { return false }
            state.loads.append(load)
            return true
        }
    }

    /// What was taken is still answered; then ``run()`` returns.
    func stop() {
        self.state.change { $0.isStopping = true }
    }

    /// Runs on the loader's thread until ``stop()``.
    func run() {
        while let loads = self.state.wait(for: self.nextLoads) {
            for load in loads {
                let result = self.result(of: load)
                load.loop.post { load.completion(result) }
            }
        }
    }

    /// Outer nil: wait on; inner nil: the end.
    private func nextLoads(_ state: inout State) -> [Load]?? {
        guard !state.loads.isEmpty else { return state.isStopping ? .some(nil) : nil }
        defer { state.loads = [] }
        return state.loads
    }

    private func result(of load: Load) -> Result<LoggedRoom?, StoreFailure> {
        do {
            let room = try self.database.read(while: "loading room \(load.room.number)") { db in
                try SlotTable.load(load.room, db)
            }
            return .success(room)
        } catch {
            return .failure(error.storeFailure)
        }
    }
}
