// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import Wire

/// The name of a publishing connection inside its room: the session, and which of its connections.
struct FeedName: Hashable, Sendable {
    let session: SessionID
    let life: UInt64

    init(session: SessionID, life: UInt64) {
        self.session = session
        self.life = life
    }

    /// Nil for a name that was not made here.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let session = SessionID(janusName: parts[0]), let life = UInt64(parts[1]) else {
            return nil
        }
        self.init(session: session, life: life)
    }

    var text: String { "\(self.session.janusName)-\(self.life)" }
}

extension SessionID {
    /// Sixteen hexadecimal digits, as on the wire.
    var janusName: String { WireSession(self.rawValue).text }

    init?(janusName: some StringProtocol) {
        guard let session = WireSession(String(janusName)) else { return nil }
        self.init(session.rawValue)
    }
}

extension RoomID {
    /// Nine digits.
    var janusName: String { String(self.number) }

    init?(janusName: some StringProtocol) {
        guard let number = UInt32(janusName) else { return nil }
        self.init(number)
    }
}
