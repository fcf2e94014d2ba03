// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

extension SessionState {
    private var interval: Duration { .milliseconds(self.heartbeat.intervalMs) }
    private var timeout: Duration { .milliseconds(self.heartbeat.timeoutMs) }

    /// When ``timePassed(at:)`` has something to decide; nil while only messages have.
    var deadline: Duration? {
        switch self.phase {
        case .idle, .ended: nil
        case .connecting, .greeting: self.since + self.configuration.connectTimeout
        case .authenticating, .resuming: self.signInNotBefore ?? (self.since + self.configuration.signInTimeout)
        case .ready:
            min(
                self.lastSentAt + self.interval,
                self.lastHeardAt + self.timeout,
                self.rejoinNotBefore ?? .seconds(Int64.max / 2),
                self.firstRepetition ?? .seconds(Int64.max / 2)
            )
        case .waiting(let until): until
        }
    }

    /// The connection has not begun to be opened: the time for that has not begun either.
    mutating func stillWaitsForTurn(at now: Duration) {
        if self.phase == .connecting { self.since = now }
    }

    /// Does what is due; earlier than ``deadline`` nothing is.
    mutating func timePassed(at now: Duration) {
        guard let deadline = self.deadline, deadline <= now else { return }
        switch self.phase {
        case .idle, .ended: break
        case .waiting: self.connect(at: now)
        case .connecting, .greeting: self.drop(.timedOut, at: now)
        case .authenticating, .resuming:
            if self.signInNotBefore != nil { self.askToSignIn(at: now) } else { self.drop(.timedOut, at: now) }
        case .ready: self.beat(at: now)
        }
    }

    private mutating func beat(at now: Duration) {
        guard self.lastHeardAt + self.timeout > now else { return self.drop(.heartbeatMissed, at: now) }
        if let notBefore = self.rejoinNotBefore, notBefore <= now { self.askToRejoin(at: now) }
        if let repetition = self.firstRepetition, repetition <= now { self.sendPending(at: now) }
        guard self.lastSentAt + self.interval <= now else { return }
        self.send(.sessionPing, as: self.makeNumber(), at: now)
    }

    private var firstRepetition: Duration? {
        self.requests.isEmpty ? nil : self.requests.values.compactMap(\.notBefore).min()
    }
}
