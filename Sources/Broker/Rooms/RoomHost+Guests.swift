// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import LoopRuntime
internal import Wire

// Guests: who waits for admission is known to the room alone and asks again by itself; chair and operators watch the
// stream `lobby`.

extension RoomHost {
    /// Why a join was refused; a guest who has to be let in waits from now on.
    mutating func refusal(_ reason: RoomRefusal, of request: JoinRequest, at stamp: Timestamp) -> WireError {
        guard reason == .admissionPending else {
            self.room.leaveLobby(request.profile.principal)
            return WireError(reason)
        }
        let pauseMs = UInt64(max(1, self.limits.admissionPause.wholeMilliseconds))
        let isNew = !self.room.lobby.contains(request.profile.principal)
        guard self.room.waitForAdmission(request, at: stamp) else {
            return WireError(.overloaded, retryAfterMs: pauseMs * 4)
        }
        if isNew { self.actions.append(.note(.guestWaits(self.id, request.profile.principal))) }
        return WireError(.admissionPending, retryAfterMs: pauseMs)
    }

    func mayWatchLobby(_ session: SessionID) -> Bool {
        self.room.seat(of: session).map { self.room.mayControl($0.principal) } ?? false
    }

    mutating func listInvitations(for session: SessionID, _ address: ReplyAddress, at time: HostTime) {
        guard let seat = self.room.seat(of: session) else { return self.refuse(.notInRoom, address) }
        guard self.room.mayControl(seat.principal) else { return self.refuse(.permissionDenied, address) }
        let now = self.stamp(time)
        self.reply(.invitations(self.room.invitations.filter { $0.isLive(at: now) }), to: address)
    }

    /// Tells who waits, when that has changed, somebody watches, and the stream may speak.
    mutating func publishLobby(at time: HostTime) {
        guard self.room.lobby.version != self.publishedLobby, self.routes.hasSubscribers(.lobby) else { return }
        if self.streams.maySpeak(.lobby, at: time.now) { self.publishLobby() }
    }

    /// Moves the stream `lobby` to the present; tells it when somebody gets it.
    mutating func publishLobby() {
        self.publishedLobby = self.room.lobby.version
        guard self.lobbyView.publish(self.room.lobbyState) else { return }
        let offset = self.lobbyView.offset
        let message = PushEncoder.changed(self.lobbyView.state, self.header(.lobby, offset))
        self.streams.tellView(.lobby, message, offset: offset, isTold: self.routes.hasSubscribers(.lobby))
    }
}
