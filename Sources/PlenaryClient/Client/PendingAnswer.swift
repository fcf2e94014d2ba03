// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import LoopRuntime
internal import Wire

/// An answer that a task waits for; given once, by the loop or by the task's cancellation.
final class PendingAnswer: Sendable {
    private enum State {
        /// Exits: `waiting`; `given` when the answer or the cancellation comes first.
        case new
        /// Exits: `given`.
        case waiting(CheckedContinuation<OpaqueJSON, any Error>)
        /// No exits.
        case given(Result<OpaqueJSON, any Error>)
    }

    private let state = Guarded(State.new)

    func wait(_ continuation: CheckedContinuation<OpaqueJSON, any Error>) {
        let result = self.state.withLock { state -> Result<OpaqueJSON, any Error>? in
            if case .given(let result) = state { return result }
            state = .waiting(continuation)
            return nil
        }
        if let result { continuation.resume(with: result) }
    }

    func give(_ result: Result<OpaqueJSON, any Error>) {
        let continuation = self.state.withLock { state -> CheckedContinuation<OpaqueJSON, any Error>? in
            switch state {
            case .given: return nil
            case .new:
                state = .given(result)
                return nil
            case .waiting(let continuation):
                state = .given(result)
                return continuation
            }
        }
        continuation?.resume(with: result)
    }
}
