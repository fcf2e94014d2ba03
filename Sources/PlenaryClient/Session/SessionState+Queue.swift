// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

// docs/protocol.md, "Join queue": the same join is sent again when its turn has come. The place is the account's, so it
// does not matter on which connection that is.

extension SessionState {
    /// A join has to wait for its turn.
    mutating func joinQueued(_ number: RequestNumber, in room: WireRoom, _ error: RemoteError, at now: Duration) {
        guard !self.isLeaving(room) else { return self.answer(number, .failure(.withdrawn)) }
        let turn = now + self.tellPlace(error)
        self.requests[number]?.isUnderWay = false
        self.requests[number]?.notBefore = turn
    }

    /// A rejoin has to wait for its turn: no failure, so the pauses do not grow.
    mutating func rejoinQueued(in room: WireRoom, _ error: RemoteError, at now: Duration) {
        guard !self.isLeaving(room) else { return self.giveUpRejoin(at: now) }
        self.rejoinNotBefore = now + self.tellPlace(error)
    }

    /// Gives up what waits for its turn in `room`.
    ///
    /// - Returns: False when nothing waits; then the server has to be told of the leave.
    mutating func withdraw(from room: WireRoom, at now: Duration) -> Bool {
        if self.rejoin?.room == room, self.rejoinNotBefore != nil {
            self.giveUpRejoin(at: now)
            return true
        }
        let waiting = self.requests.keys.sorted().filter { self.isWaiting($0, for: room) }
        for number in waiting { self.answer(number, .failure(.withdrawn)) }
        return !waiting.isEmpty
    }

    private mutating func tellPlace(_ error: RemoteError) -> Duration {
        let waitMs = error.queue?.waitMs ?? error.retryAfterMs ?? 1_000
        let wait = Duration.milliseconds(Int64(clamping: max(1, waitMs)))
        self.actions.append(.tell(.queued(position: error.queue?.position ?? 1, wait: wait)))
        return wait
    }

    private mutating func giveUpRejoin(at now: Duration) {
        guard let join = self.rejoin.take() else { return }
        self.rejoinNotBefore = nil
        self.rewatch = []
        self.actions.append(.tell(.seatLost(join.room, nil)))
        let leaves = self.requests.filter { $0.value.leaves(join.room) }.keys.sorted()
        for number in leaves { self.answer(number, .success(.emptyObject)) }
        self.sendPending(at: now)  // The server will refuse what needed the seat.
    }

    private func isLeaving(_ room: WireRoom) -> Bool {
        self.requests.values.contains { $0.leaves(room) }
    }

    /// Whether a join was told to wait, and has not been sent since.
    private func isWaiting(_ number: RequestNumber, for room: WireRoom) -> Bool {
        guard let request = self.requests[number], request.notBefore != nil else { return false }
        if case .roomJoin(let join) = request.call { return join.room == room }
        return false
    }
}

extension OpenRequest {
    fileprivate func leaves(_ room: WireRoom) -> Bool {
        if case .roomLeave(let leave) = self.call { leave.room == room } else { false }
    }
}
