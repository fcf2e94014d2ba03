// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import LoopRuntime

// A world is everything one seed decides: time, the order in which loops run, and each fault. It runs on the thread
// that made it, so two runs of one seed differ in nothing; whatever could differ between processes (the order of sets,
// addresses, real time) must not reach it.

/// One virtual clock, some loops, and the generator that chooses what happens next.
public final class SimulatedWorld: Sendable {
    /// Steps after which a run counts as one that never ends.
    public static let stepsMax = 20_000_000

    /// The lane of the world itself: clients, the network, the store; lanes from 1 on are loops.
    static let worldLane = 0

    private struct State {
        var nowUs: Int64 = 0
        var wallMs: Int64 = 1_764_000_000_000
        /// How far the wall clock has jumped forward, all jumps together.
        var jumpedForwardMs: Int64 = 0
        var random: SeededGenerator
        var timers = TimerHeap()
        var loops: [SimulatedLoop] = []
        var running: SimulatedLoop?
        var steps = 0
        var faults = FaultLedger()
        var checks = CheckLedger()
        var violations: [String] = []
    }

    public let seed: UInt64
    public let trace: Trace
    /// How bad the weather is.
    public let weather: Weather
    private let state: Confined<State>

    /// - Parameter keepsLines: Whether the trace keeps lines.
    public init(seed: UInt64, weather: Weather = .rough, keepsLines: Bool = false) {
        self.seed = seed
        self.weather = weather
        self.trace = Trace(keepsLines: keepsLines)
        self.state = Confined(State(random: SeededGenerator(seed: seed)))
    }

    // MARK: Time

    /// Virtual time since the world began.
    public var now: Duration { .microseconds(self.state.value.nowUs) }

    /// UTC as every loop of the world reads it.
    public var wallClockMs: Int64 { self.state.value.wallMs + self.state.value.nowUs / 1_000 }

    /// A clock that no deadline written in wall time can outrun: virtual time and every jump forward.
    var graceClock: Duration { self.now + .milliseconds(self.state.value.jumpedForwardMs) }

    public var steps: Int { self.state.value.steps }

    /// Moves the wall clock, as an operator or a bad time server would; the monotonic clock never jumps.
    public func jumpWallClock(byMs milliseconds: Int64) {
        self.state.value.wallMs += milliseconds
        self.state.value.jumpedForwardMs += max(0, milliseconds)
        self.count(milliseconds < 0 ? .wallClockBack : .wallClockForward)
    }

    /// A generator of its own for one part of the world, so that a draw more there changes nothing elsewhere.
    public func makeGenerator(_ purpose: UInt64) -> SeededGenerator {
        var mixer = SeededGenerator(seed: self.seed ^ (purpose &* 0xD6E8_FEB8_6659_FD93))
        return SeededGenerator(seed: mixer.next())
    }

    // MARK: Faults and findings

    public var faults: FaultLedger { self.state.value.faults }

    /// What was found wrong so far, in the order of finding.
    public var violations: [String] { self.state.value.violations }

    public func count(_ fault: FaultKind) {
        self.state.value.faults[fault] += 1
        self.note(.fault, UInt64(fault.rawValue))
    }

    /// Keeps something that must not be; the first few are enough to read.
    public func violate(_ what: String) {
        self.trace.explain("VIOLATION \(what)")
        guard self.state.value.violations.count < 20 else { return }
        self.state.value.violations.append("at \(self.now): \(what)")
    }

    public var checks: CheckLedger { self.state.value.checks }

    /// Makes a check: it is counted, and what it finds is kept.
    public func check(_ kind: CheckKind, _ isTrue: Bool, _ otherwise: @autoclosure () -> String) {
        self.state.value.checks[kind] += 1
        if !isTrue { self.violate("\(kind): \(otherwise())") }
    }

    func note(_ kind: TraceKind, _ first: UInt64 = 0, _ second: UInt64 = 0, _ third: UInt64 = 0) {
        self.trace.add(kind, atUs: self.state.value.nowUs, first, second, third)
    }

    // MARK: Loops and timers

    /// Adds a loop; it counts time from a moment of its own, as a thread made earlier would.
    public func makeLoop() -> SimulatedLoop {
        let bornUs = self.state.value.nowUs - Int64(self.state.value.random.below(10_000_000))
        let loop = SimulatedLoop(world: self, lane: self.state.value.loops.count + 1, bornUs: bornUs)
        self.state.value.loops.append(loop)
        return loop
    }

    /// The loop whose item is being run.
    var running: SimulatedLoop? { self.state.value.running }

    /// Runs `body` as if it were on `loop`; for setting up and looking into what is pinned there.
    func perform<Result>(on loop: SimulatedLoop, _ body: () -> Result) -> Result {
        let before = self.state.value.running
        self.state.value.running = loop
        defer { self.state.value.running = before }
        return body()
    }

    /// Has the world itself run `body` later: a client, the network or the store.
    @discardableResult
    public func after(_ delay: Duration, _ body: @escaping () -> Void) -> TimerID {
        TimerID(self.insertTimer(after: delay, lane: Self.worldLane, body))
    }

    public func cancel(_ timer: TimerID) {
        // The body dies when the heap is whole again: what it captured may cancel timers too.
        let cancelled = self.state.value.timers.cancel(timer.rawValue)
        if let cancelled, cancelled.lane > 0 { self.state.value.loops[cancelled.lane - 1].timerGone() }
    }

    func insertTimer(after delay: Duration, lane: Int, _ body: @escaping () -> Void) -> UInt64 {
        let dueUs = self.state.value.nowUs + max(0, delay.wholeMicroseconds)
        return self.state.value.timers.insert(dueUs: dueUs, lane: lane, body)
    }

    /// How much later than asked a timer of a loop fires.
    func drawLateness() -> Duration {
        guard self.state.value.random.chance(permille: self.weather.lateTimersPermille) else { return .zero }
        self.state.value.faults[.lateTimer] += 1
        let longest: Duration = self.state.value.random.oneIn(8) ? .milliseconds(80) : .milliseconds(4)
        return self.state.value.random.delay(upTo: longest)
    }

    // MARK: Running

    /// Runs everything that is due until `end`, and sets the clock to it.
    public func run(until end: Duration) {
        let endUs = end.wholeMicroseconds
        while self.step(untilUs: endUs) {}
        self.state.value.nowUs = max(self.state.value.nowUs, endUs)
    }

    /// Runs one item: what a loop has queued, or the next timer due.
    ///
    /// - Returns: False when nothing is left before `endUs`.
    private func step(untilUs endUs: Int64) -> Bool {
        self.state.value.steps += 1
        precondition(self.state.value.steps < Self.stepsMax, "Seed \(self.seed) does not come to an end")
        let ready = self.state.value.loops.filter(\.hasQueued)
        let dueUs = self.state.value.timers.nextDueUs() ?? .max
        guard !ready.isEmpty else {
            guard dueUs <= endUs else { return false }
            self.fireNext()
            return true
        }
        // A busy loop makes its timers and its sockets wait, but not for long; and its posts wait for those.
        let isNear = dueUs <= endUs && dueUs <= self.state.value.nowUs + 2_000
        if isNear, self.state.value.random.oneIn(6) {
            self.state.value.faults[.timerBeforePosts] += 1
            self.fireNext()
        } else {
            let loop = ready.count == 1 ? ready[0] : self.state.value.random.pick(ready)
            self.note(.ran, UInt64(loop.lane))
            self.perform(on: loop) { loop.runOne() }
        }
        return true
    }

    private func fireNext() {
        guard let due = self.state.value.timers.popNext() else { return }
        self.state.value.nowUs = max(self.state.value.nowUs, due.dueUs)
        guard due.lane != Self.worldLane else { return due.body() }
        let loop = self.state.value.loops[due.lane - 1]
        guard !loop.isDead else { return }
        loop.timerGone()
        self.note(.fired, UInt64(due.lane))
        self.perform(on: loop) { due.body() }
    }
}
