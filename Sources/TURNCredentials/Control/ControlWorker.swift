// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import LoopRuntime

/// What the thread of a ``CoturnControl`` does.
struct ControlWorker: Sendable {
    private enum Step {
        case cancel([SessionID])
        /// Until then, or until something else is to be done first.
        case wait(until: Duration?)
        case end
    }

    /// Without anything to do; somebody who comes ends the wait.
    private static let idleWait: Duration = .seconds(3_600)

    private let configuration: CoturnControl.Configuration
    private let state: Monitor<ControlState>
    private let observer: any TURNObserver

    init(_ configuration: CoturnControl.Configuration, state: Monitor<ControlState>, observer: any TURNObserver) {
        self.configuration = configuration
        self.state = state
        self.observer = observer
    }

    /// Returns once the control has been stopped.
    func run() {
        var isFailing = false
        while true {
            switch self.nextStep() {
            case .cancel(let sessions):
                do throws(TURNFailure) {
                    try self.cancel(sessions)
                    if isFailing { self.observer.note(.controlRecovered) }
                    isFailing = false
                } catch {
                    if !isFailing { self.observer.note(.controlFailing(error)) }
                    isFailing = true
                }
            case .wait(let next):
                let wait = next.map { max($0 - monotonicNow(), .zero) } ?? Self.idleWait
                self.state.wait(atMost: wait) { $0.isStopped || $0.schedule.next != next }
            case .end: return
            }
        }
    }

    private func nextStep() -> Step {
        let now = monotonicNow()
        return self.state.change { state in
            if state.isStopped { return .end }
            let due = state.schedule.takeDue(at: now)
            return due.isEmpty ? .wait(until: state.schedule.next) : .cancel(due)
        }
    }

    /// Whom a failure keeps from being looked for is looked for in the next turn.
    private func cancel(_ sessions: [SessionID]) throws(TURNFailure) {
        let configuration = self.configuration
        let dialogue = try ControlDialogue.open(
            to: configuration.address,
            password: configuration.password,
            timeout: configuration.timeout
        )
        for session in sessions {
            let count = try dialogue.cancelAllocations(of: session)
            if count > 0 { self.observer.note(.cancelled(session, allocations: count)) }
        }
    }
}
