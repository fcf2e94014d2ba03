// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

/// A request whose answer nobody has got yet, over as many connections as it takes.
struct OpenRequest: Sendable {
    /// What becomes of a request whose connection is lost.
    enum Repetition {
        /// Sent again: a second time does no harm, for its key or by its nature.
        case harmless
        /// Answered with ``ClientError/connectionLost``: a second time would be another act.
        case harmful
    }

    let call: ClientCall
    let message: [UInt8]
    /// Sent on the present connection, and not answered.
    var isUnderWay = false
    /// It has been sent at least once.
    var wasSent = false
    /// It was answered with "later": sent again then.
    var notBefore: Duration?
    var attempts = 0

    var repetition: Repetition {
        switch self.call {
        case .signalSend: .harmful
        // A description of a connection that may be another by now.
        case .mediaPublish, .mediaAnswer, .mediaCandidates: .harmful
        default: .harmless
        }
    }

    /// Whether it makes sense only with a seat in its room.
    var needsSeat: Bool {
        switch self.call {
        case .sessionAuthenticate, .sessionResume, .sessionRefresh, .sessionPing, .sessionBye, .roomCreate, .roomJoin,
            .roomInfo:
            false
        default: true
        }
    }
}
