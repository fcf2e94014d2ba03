// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

extension Room {
    /// The roster's streams that have changed, each once, sorted; see ``Roster/takeDirtyStreams()``.
    public mutating func takeDirtyStreams() -> [StreamID] { self.roster.takeDirtyStreams() }

    /// The next message of one of the roster's streams; see ``Roster/publish(_:)``.
    public mutating func publish(_ stream: StreamID) -> RosterDelta? { self.roster.publish(stream) }

    /// How far the commands have come that wait for clients: one notice for each that has moved since the last call.
    ///
    /// Called once a tick, so that a thousand reports make one notice.
    public mutating func takeProgress() -> [ProgressNotice] { self.progress.takeNotices() }

    /// Brings a participant's entry up to date, and gives up waiting for whom no order binds any more.
    mutating func show(_ principal: Principal) {
        if !self.state.isMuted(principal) { self.progress.released(principal) }
        if let seat = self.state.newestSeat(of: principal) {
            self.roster.add(self.entry(of: seat), to: seat.unit)
        } else {
            self.roster.remove(principal)
        }
    }

    /// The same for everybody, after an order against all was given or lifted; costs O(participants).
    mutating func showOrders() {
        let state = self.state
        for principal in self.progress.awaited where !state.isMuted(principal) { self.progress.released(principal) }
        self.roster.setMuted { state.isMuted($0) }
    }

    /// What the participant of a seat looks like; `seat` is its newest.
    func entry(of seat: Seat) -> RosterEntry {
        let principal = seat.principal
        let sessions = self.sessions(of: principal)
        return RosterEntry(
            principal: principal,
            name: seat.profile.name,
            title: seat.profile.title,
            rank: seat.profile.rank,
            nameKey: seat.profile.nameKey,
            searchKeys: seat.profile.searchKeys,
            people: seat.people,
            role: self.role(of: principal),
            hasHandUp: self.state.floor.isRequested(by: principal),
            isMuted: self.state.isMuted(principal),
            isMicrophoneOn: self.isMicrophoneOn(principal),
            isCameraOn: sessions.contains { self.presences[$0]?.media.isCameraOn == true },
            sessions: sessions,
            isOnline: self.isOnline(principal)
        )
    }
}
