// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// How long the connection to Janus waits for what.
struct LinkTimings: Hashable, Sendable {
    /// For the answer to a request.
    var answer: Duration = .seconds(10)
    /// Between signs of life; Janus's `session_timeout` must be well above.
    var keepAlive: Duration = .seconds(20)
    /// How long a session without a WebSocket is claimed; Janus's `reclaim_session_timeout` must be above.
    var reclaim: Duration = .seconds(5)
    /// The pause before another attempt to connect, which doubles up to the second.
    var pause: Duration = .milliseconds(100)
    var pauseMax: Duration = .milliseconds(500)
}
