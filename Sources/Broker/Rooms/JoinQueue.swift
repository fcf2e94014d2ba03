// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Lets a room's newcomers in at a rate, and tells everybody else honestly when to come. Virtual scheduling (the GCRA of
// ITU-T I.371): a lane's schedule is one time, that of the next free slot. Who finds the slot within the burst is
// admitted; who does not is given it: a place with the time at which it is due. Nobody is called: clients come back by
// themselves when they were told to, so a place costs a row and no timer.
//
// Who comes late is admitted by what the lane admits just then, not by its old slot: a thousand that a cut kept away
// do not come in all at once. Too many of them wait a moment more, one slot each, before any newcomer.

internal import ConferenceCore
internal import DequeModule

/// The joins of one room that wait for their turn.
///
/// Loop time comes in as an argument and must not go back. Every call costs amortised O(1); memory is bounded by
/// `placesMax`.
struct JoinQueue: Sendable {
    /// Lanes do not wait for one another: each lets its own newcomers in at the whole rate.
    enum Lane: Int, CaseIterable, Sendable {
        /// Chair, operators, presenters, bridges and room terminals.
        case priority
        case general
    }

    enum Answer: Equatable, Sendable {
        case admitted
        /// The principal has a place. `position` counts the slots of its lane up to its own: 1 is the next.
        ///
        /// Until the place is due the position only falls and `wait` only shrinks.
        case queued(position: Int, wait: Duration)
        /// There are as many places as may be; after `wait` a place would be due.
        case full(wait: Duration)
    }

    private struct Place: Sendable {
        let lane: Lane
        var due: Duration
    }

    /// A place as it was given; it is stale when the place is gone or has another time by now.
    private struct Turn: Sendable {
        let principal: Principal
        let due: Duration
    }

    private let placesMax: Int
    /// How long a place is kept after it was due.
    private let placeLife: Duration
    private let interval: Duration
    private var places: [Principal: Place] = [:]
    /// How many of them each lane has, by ``Lane``.
    private var placeCounts = Lane.allCases.map { _ in 0 }
    /// By ``Lane``; an array, so that a schedule is changed where it is.
    private var lanes: [Schedule]

    /// - Parameters:
    ///   - perSecond: From 1; as many may also come at once.
    ///   - placesMax: Of each lane: whoever fills one leaves room in the other.
    init(perSecond: Int, placesMax: Int, placeLife: Duration) {
        precondition(perSecond > 0, "A rate of zero would admit nobody")
        let interval = Duration.seconds(1) / perSecond
        self.interval = interval
        self.placesMax = placesMax
        self.placeLife = placeLife
        self.lanes = Lane.allCases.map { _ in Schedule(interval: interval, slack: interval * (perSecond - 1)) }
    }

    /// Places that are kept.
    var count: Int { self.places.count }

    /// A principal that could be seated asks to come in.
    ///
    /// Asking again before the place is due changes nothing; being admitted gives the place up.
    mutating func ask(_ principal: Principal, in lane: Lane, at now: Duration) -> Answer {
        for lane in Lane.allCases { self.sweep(lane, at: now) }
        guard let place = self.places[principal], place.lane == lane, place.due + self.placeLife > now else {
            self.setPlace(nil, of: principal)
            return self.askAnew(principal, in: lane, at: now)
        }
        guard place.due <= now else { return self.queued(until: place.due, at: now) }
        guard self.lanes[lane.rawValue].admit(at: now) else {
            return self.give(principal, self.lanes[lane.rawValue].postpone(), in: lane, at: now)
        }
        self.setPlace(nil, of: principal)
        return .admitted
    }

    /// The principal came in without asking; its place, if it has one, is given up.
    mutating func forget(_ principal: Principal) {
        self.setPlace(nil, of: principal)
    }

    private mutating func setPlace(_ place: Place?, of principal: Principal) {
        if let old = self.places[principal] { self.placeCounts[old.lane.rawValue] -= 1 }
        if let place { self.placeCounts[place.lane.rawValue] += 1 }
        self.places[principal] = place
    }

    private mutating func askAnew(_ principal: Principal, in lane: Lane, at now: Duration) -> Answer {
        let due = self.lanes[lane.rawValue].nextDue(at: now)
        if due <= now, self.lanes[lane.rawValue].admit(at: now) {
            self.lanes[lane.rawValue].take(due)
            return .admitted
        }
        guard self.placeCounts[lane.rawValue] < self.placesMax else {
            return .full(wait: self.lanes[lane.rawValue].spread(from: due, atMost: self.placeLife) - now)
        }
        self.lanes[lane.rawValue].take(due)
        return self.give(principal, due, in: lane, at: now)
    }

    private mutating func give(_ principal: Principal, _ due: Duration, in lane: Lane, at now: Duration) -> Answer {
        self.setPlace(Place(lane: lane, due: due), of: principal)
        self.lanes[lane.rawValue].turns.append(Turn(principal: principal, due: due))
        return self.queued(until: due, at: now)
    }

    private func queued(until due: Duration, at now: Duration) -> Answer {
        let wait = due - now
        let slots = (wait.attoseconds + self.interval.attoseconds - 1) / self.interval.attoseconds
        return .queued(position: Int(clamping: slots), wait: wait)
    }

    // MARK: - Forgetting

    /// Lets go of places that nobody came for.
    private mutating func sweep(_ lane: Lane, at now: Duration) {
        while let turn = self.lanes[lane.rawValue].turns.first {
            if self.isKept(turn, in: lane) {
                guard turn.due + self.placeLife <= now else { break }
                self.setPlace(nil, of: turn.principal)
            }
            self.lanes[lane.rawValue].turns.removeFirst()
        }
        // Who was admitted leaves a turn behind; when most are of this kind, they go together.
        guard self.lanes[lane.rawValue].turns.count > 64 + 2 * self.places.count else { return }
        let turns = self.lanes[lane.rawValue].turns.filter { self.isKept($0, in: lane) }
        self.lanes[lane.rawValue].turns = Deque(turns)
    }

    private func isKept(_ turn: Turn, in lane: Lane) -> Bool {
        guard let place = self.places[turn.principal] else { return false }
        return place.lane == lane && place.due == turn.due
    }
}

extension JoinQueue {
    /// What one lane has given and let in.
    private struct Schedule: Sendable {
        let interval: Duration
        /// How far ahead of the time a slot may be for its owner to be let in.
        let slack: Duration
        /// The first slot that nobody was given.
        private var next: Duration = .zero
        /// The same for who was in fact let in: what keeps the rate, however late they come.
        private var admitted: Duration = .zero
        /// Until when those wait who came late and too many at once.
        private var postponed: Duration = .zero
        /// What was told last to one for whom there was no place.
        private var told: Duration = .zero
        /// Places in the order in which they were given.
        var turns: Deque<Turn> = []

        init(interval: Duration, slack: Duration) {
            self.interval = interval
            self.slack = slack
        }

        /// When the next newcomer is due.
        func nextDue(at now: Duration) -> Duration {
            let due = max(self.next, self.admitted, now) - self.slack
            return self.postponed > now ? max(due, self.postponed + self.interval) : due
        }

        /// Gives the slot that is due then away.
        mutating func take(_ due: Duration) {
            self.next = due + self.slack + self.interval
        }

        /// Lets one more in; false when that would be one too many right now.
        mutating func admit(at now: Duration) -> Bool {
            guard self.admitted <= now + self.slack else { return false }
            self.admitted = max(self.admitted, now) + self.interval
            return true
        }

        /// When those may ask again for whom there is no place: one after the other, so that they do not come together.
        mutating func spread(from due: Duration, atMost span: Duration) -> Duration {
            self.told = self.told + self.interval < due + span ? max(due, self.told + self.interval) : due
            return self.told
        }

        /// When somebody is due whose slot has passed, but who is one too many right now.
        mutating func postpone() -> Duration {
            self.postponed = max(self.admitted - self.slack, self.postponed + self.interval)
            return self.postponed
        }
    }
}
