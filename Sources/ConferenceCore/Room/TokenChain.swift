// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The resume tokens of one seat: which one is good, and which ones have been.
///
/// A token shown stays good until the client has used the connection that it opened, so that an answer lost on the way
/// does not cost the session; any older one is proof of a copy. What was never issued proves nothing: session ids are
/// known to everybody in the room, so a forged token must not be able to revoke one.
public struct TokenChain: Hashable, Sendable {
    /// What a token that somebody shows is worth.
    enum Verdict {
        case good
        case reused
        case unknown
    }

    public private(set) var current: TokenDigest
    /// The one shown last; good until the client has used its new connection.
    public private(set) var previous: TokenDigest?
    /// Oldest first; bounded by ``RoomLimits/olderTokensMax``.
    public private(set) var older: [TokenDigest]

    public init(current: TokenDigest, previous: TokenDigest? = nil, older: [TokenDigest] = []) {
        self.current = current
        self.previous = previous
        self.older = older
    }

    /// Judges `shown`; `isConfirmed` says that the client has used its newest connection.
    func verdict(on shown: TokenDigest, isConfirmed: Bool) -> Verdict {
        if shown == self.current { return .good }
        if shown == self.previous { return isConfirmed ? .reused : .good }
        return self.older.contains(shown) ? .reused : .unknown
    }

    /// `shown` was accepted and `next` issued.
    ///
    /// When the previous one was shown again the current one never reached the client: it is dead from now on.
    mutating func rotate(shown: TokenDigest, next: TokenDigest, olderMax: Int) {
        for dead in [self.previous, self.current] {
            if let dead, dead != shown { self.older.append(dead) }
        }
        if self.older.count > olderMax {
            self.older.removeFirst(self.older.count - olderMax)
        }
        self.previous = shown
        self.current = next
    }
}
