// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

extension ModelClient {
    /// Takes a push in and holds it to the rules of its stream.
    func pushed(_ push: ServerPush, _ digest: UInt64) {
        guard let header = push.header else { return self.greeted() }
        self.world.check(
            .silentAfterFinalClose,
            self.session.map { !self.witness.hasEnded($0) } ?? false,
            "client \(self.number) hears of a session that is over"
        )
        guard let seat = self.seat, seat.room == header.room else {
            return self.violate("hears \(push.method) of room \(header.room), which it is not in")
        }
        guard var view = seat[header.stream] else {
            return self.violate("hears \(push.method) of \(header.stream), which it does not watch")
        }
        let isReset = if case .streamReset = push { true } else { false }
        if isReset { self.checkReset(view, header) } else { self.checkOffset(view, header) }
        if isReset, header.stream == .room || header.stream == .own { self.roomAndSelfResets += 1 }
        let key = PushKey(
            view: seat.key(of: header.stream),
            epoch: header.stream == .room ? 0 : header.position.epoch,
            offset: header.position.offset
        )
        let bytes = PushKey(view: key.view, epoch: header.position.epoch, offset: header.position.offset)
        self.witness.checkBytes(bytes, isReset: isReset, digest: digest)
        view.version = self.advance(view.version, push, key)
        view.position = header.position
        view.mayReset = false
        view.congestionsSeen = self.congestionsSeen
        view.resumedFrom = nil
        self.seat?[header.stream] = view
        self.react(to: push, header)
    }

    private func greeted() {
        guard case .greeting = self.phase else { return self.violate("is greeted twice") }
        if self.seat == nil { self.authenticate() } else { self.resume() }
    }

    private func advance(_ version: StreamVersion?, _ push: ServerPush, _ key: PushKey) -> StreamVersion? {
        if case .streamReset(_, let state) = push {
            guard key.view.stream != .own else { return nil }
            return self.witness.version(key, { StreamVersion(state) }, isDelta: false, from: nil)
        }
        guard let version else { return nil }
        let make = { version.applying(push, offset: key.offset) }
        return self.witness.version(key, make, isDelta: true, from: version)
    }

    private func checkOffset(_ view: ModelSeat.View, _ header: PushHeader) {
        guard let position = view.position else {
            return self.violate("hears of \(header.stream) before its first reset")
        }
        // The room's offsets go on over epochs; those of other streams begin anew with a reset.
        let isSameSeries =
            header.stream == .room
            ? header.position.epoch >= position.epoch : header.position.epoch == position.epoch
        self.world.check(
            .offsetsContiguous,
            isSameSeries && header.position.offset == position.offset + 1,
            "client \(self.number): \(header.stream) went from \(position) to \(header.position)"
        )
    }

    private func checkReset(_ view: ModelSeat.View, _ header: PushHeader) {
        var isAllowed: Bool
        if let resumedFrom = view.resumedFrom, resumedFrom.epoch == header.position.epoch || header.stream == .room {
            // What the rings hold is replayed: only who missed much is set anew.
            let missed = header.position.offset &- resumedFrom.offset
            isAllowed = header.stream == .room ? missed > 3_000 : missed > 12
        } else {
            isAllowed = view.mayReset
        }
        // Between these two messages the queue was long: a change in between may have been left out.
        if header.stream != .room, header.stream != .own, self.congestionsSeen > view.congestionsSeen {
            isAllowed = true
        }
        self.world.check(
            .resetAllowed,
            isAllowed,
            "client \(self.number): \(header.stream) was reset to \(header.position) from \(view)"
        )
    }

    private func react(to push: ServerPush, _ header: PushHeader) {
        switch push {
        case .room(_, let at, let event):
            self.witness.checkEvent(event, at: at, room: header.room, offset: header.position.offset)
            switch event {
            case .ended: self.roomEnded()
            case .participantKicked(let who, by: _): self.witness.kicked(who, from: header.room)
            case .muted: self.comply(in: header.room)
            case .participantMuted(let who, by: _): if who == self.participant { self.comply(in: header.room) }
            default: break
            }
        case .pageChanged(_, let change):
            guard change.isClosed else { return }
            self.world.count(.pageClosed)
            self.seat?.end(header.stream)
        case .signalReceived(_, let signal): self.takeSignal(signal)
        case .streamReset: if header.stream == .own { self.seat?.ownSince = self.world.now }
        case .hello, .summaryChanged, .publicationsChanged, .lobbyChanged, .controlProgressed, .mediaOffered,
            .mediaLost:
            break
        }
    }

    /// Told to be silent: most clients are, after a moment.
    private func comply(in room: WireRoom) {
        guard self.isActing, !self.random.oneIn(3) else { return }
        self.world.after(self.random.delay(upTo: .seconds(2))) {
            guard self.seat?.room == room, case .signedIn = self.phase else { return }
            self.send(.mediaReport(.init(room: room, microphone: .off, camera: .on)))
        }
    }

    private func roomEnded() {
        guard let room = self.seat?.room else { return }
        self.explain("sees the end of room \(room)")
        self.witness.closed(room, for: nil)
        self.loseSeat()
        guard !self.isLeaving else { return }
        self.world.after(self.random.delay(upTo: .seconds(5))) { if self.isActing { self.join() } }
    }

    private func takeSignal(_ signal: SignalReceived) {
        guard let number = Self.number(of: signal.payload), let seat = self.seat else {
            return self.violate("got a signal that nobody sent: \(signal)")
        }
        self.witness.signalArrived(number, at: seat.session)
    }

    /// The number in the payload of a signal.
    static func number(of payload: OpaqueJSON) -> Int? {
        let text = String(decoding: payload.bytes, as: UTF8.self)
        return Int(text.drop { !$0.isNumber }.prefix { $0.isNumber })
    }
}
