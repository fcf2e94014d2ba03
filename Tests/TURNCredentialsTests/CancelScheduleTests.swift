// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Testing

@testable import TURNCredentials

@Suite
struct CancelScheduleTests {
    private static let span: Duration = .seconds(100)
    private let one = SessionID(1)
    private let two = SessionID(2)

    /// The moments, in seconds, at which a schedule has something to do, up to its end.
    private func turns(of schedule: inout CancelSchedule, _ session: SessionID) -> [Double] {
        var turns: [Double] = []
        while let next = schedule.next {
            #expect(schedule.takeDue(at: next) == [session])
            turns.append(next / .seconds(1))
        }
        return turns
    }

    @Test("a session is looked for at once, again after a second, ever more seldom, and last when all has expired")
    func turns() {
        var schedule = CancelSchedule(sessionsMax: 10, span: Self.span)
        #expect(schedule.next == nil && schedule.isEmpty)
        let isTaken = schedule.add(self.one, at: .zero)
        #expect(isTaken)
        #expect(self.turns(of: &schedule, self.one) == [0, 1, 3, 7, 15, 31, 61, 91, 100])
        #expect(schedule.isEmpty)
    }

    @Test("a session that is revoked again begins anew and takes no second place")
    func again() {
        var schedule = CancelSchedule(sessionsMax: 1, span: Self.span)
        #expect(schedule.add(self.one, at: .zero) == true)
        #expect(schedule.takeDue(at: .seconds(50)) == [self.one])
        #expect(schedule.add(self.one, at: .seconds(50)) == true)
        #expect(schedule.next == .seconds(50))
        #expect(self.turns(of: &schedule, self.one).last == 150)
    }

    @Test("what was looked for gives its place away, what was not is never forgotten")
    func full() {
        var schedule = CancelSchedule(sessionsMax: 1, span: Self.span)
        #expect(schedule.add(self.one, at: .zero) == true)
        #expect(schedule.add(self.two, at: .zero) == false)
        #expect(schedule.takeDue(at: .zero) == [self.one])
        #expect(schedule.add(self.two, at: .zero) == true)
        #expect(schedule.takeDue(at: .seconds(1)) == [self.two])
    }

    @Test("nothing is due before its time")
    func early() {
        var schedule = CancelSchedule(sessionsMax: 2, span: Self.span)
        #expect(schedule.add(self.one, at: .seconds(5)) == true)
        #expect(schedule.add(self.two, at: .seconds(6)) == true)
        #expect(schedule.takeDue(at: .seconds(4)) == [])
        #expect(schedule.takeDue(at: .seconds(5)) == [self.one])
        #expect(schedule.takeDue(at: .seconds(6)) == [self.one, self.two])
    }
}
