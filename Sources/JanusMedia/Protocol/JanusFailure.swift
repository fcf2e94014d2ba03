// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Why a request came to nothing.
enum JanusFailure: Error, Hashable, Sendable {
    /// Janus itself said no: session, handle, SDP.
    case core(code: Int, reason: String)
    /// VideoRoom said no.
    case room(code: Int, reason: String)
    /// No answer in time.
    case timedOut
    /// The connection's media ended instead of an answer.
    case hungUp(String)
    /// The WebSocket was lost before the answer, or too much waits for it.
    case linkLost

    /// VideoRoom's codes that are acted upon (janus_videoroom.c).
    enum RoomCode {
        static let noSuchRoom = 426
        static let roomExists = 427
        static let noSuchFeed = 428
        static let identifierExists = 436
    }

    /// Janus's own codes that are acted upon (apierror.h).
    enum CoreCode {
        static let noSuchSession = 458
        static let noSuchHandle = 459
    }

    func isRoom(_ code: Int) -> Bool {
        if case .room(code, _) = self { true } else { false }
    }

    func isCore(_ code: Int) -> Bool {
        if case .core(code, _) = self { true } else { false }
    }

    /// Janus's words, where it had any.
    var text: String {
        switch self {
        case .core(let code, let reason), .room(let code, let reason): "\(reason) (\(code))"
        case .timedOut: "no answer in time"
        case .hungUp(let reason): reason
        case .linkLost: "the connection was lost"
        }
    }

    /// Whether the request was read and refused, rather than lost on its way.
    var isRefusal: Bool {
        switch self {
        case .core, .room: true
        case .timedOut, .hungUp, .linkLost: false
        }
    }
}
