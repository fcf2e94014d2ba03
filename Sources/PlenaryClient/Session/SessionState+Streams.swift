// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

extension SessionState {
    mutating func pushed(_ received: ReceivedPush, at now: Duration) throws(JSONFault) {
        // A newer server may tell what this client does not know; it still counts in its stream.
        let push = try received.decoded()
        if case .hello(let hello)? = push { return self.greeted(hello, at: now) }
        guard let header = received.header, self.seat != nil else { return }
        let isReset = if case .streamReset? = push { true } else { false }
        switch self.seat?.take(header, isReset: isReset) {
        case .next?: break
        case .early?: return self.drop(.gap(header.stream), at: now)
        case .known?, nil: return
        }
        guard let push else { return }
        self.actions.append(.tell(.push(push)))
        self.note(push)
    }

    /// What a push changes for the session itself.
    private mutating func note(_ push: ServerPush) {
        switch push {
        case .streamReset(let header, .summary(let state)) where header.stream == .summary:
            self.seat?.reconnect.spreadMs = state.spreadMs
        case .summaryChanged(let header, let change) where header.stream == .summary:
            if let spreadMs = change.spreadMs { self.seat?.reconnect.spreadMs = spreadMs }
        case .pageChanged(let header, let change): if change.isClosed { self.seat?.end(header.stream) }
        case .room(_, _, .ended): self.seatIsGone(nil, rejoins: false)
        case .hello, .streamReset, .summaryChanged, .publicationsChanged, .lobbyChanged, .room, .signalReceived,
            .controlProgressed,
            .mediaOffered, .mediaLost:
            break
        }
    }
}
