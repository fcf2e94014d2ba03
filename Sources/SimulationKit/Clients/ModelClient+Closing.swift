// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

extension ModelClient {
    /// The server closed the connection: comes back as the code says.
    func closed(_ code: CloseCode) {
        self.world.check(.closeExpected, self.isExpected(code), "client \(self.number) is closed with \(code)")
        switch code {
        case .shuttingDown, .slowConsumer, .heartbeatTimeout, .overloaded, .stateRebuilt, .authenticationTimeout:
            self.comeBack(after: self.drawPause())
        case .superseded, .replaced, .kicked, .tokenReused, .protocolViolation:
            // Final for the session; the person may sign in again.
            self.loseSession()
            // Two devices that replace one another would never be quiet.
            guard self.isActing else { return self.finish() }
            self.comeBack(after: .seconds(2) + self.random.delay(upTo: .seconds(10)))
        case .accessRevoked:
            self.loseSession()
            self.finish()
        case .signedOut:
            self.loseSession()
            if self.isLeaving || self.random.oneIn(3) {
                self.finish()
            } else {
                self.comeBack(after: self.random.delay(upTo: .seconds(10)))
            }
        }
    }

    /// The session is over.
    func loseSession() {
        if let session = self.session { self.witness.ended(session) }
        self.session = nil
        self.loseSeat()
    }

    func loseSeat() {
        self.seat = nil
        self.commands = []
    }

    private func isExpected(_ code: CloseCode) -> Bool {
        switch code {
        case .shuttingDown, .slowConsumer, .heartbeatTimeout, .stateRebuilt, .authenticationTimeout: true
        case .superseded: self.hasResumed  // An earlier attempt of its own may have come later.
        case .kicked: self.seat.map { self.witness.isKicked(self.participant, from: $0.room) } ?? false
        case .replaced: self.plan.sharesAccount || self.joinsUnanswered > 0
        case .accessRevoked: self.isAccessRevoked
        // A resume of its own that a dying network delivers late shows an old token too.
        case .tokenReused: self.hasShownSpentToken || self.resumesAbandoned > 0
        case .signedOut: self.hasSaidGoodbye
        case .overloaded: !self.isSignedIn  // The server itself was too slow to sign it in.
        case .protocolViolation: false
        }
    }
}
