// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// An SDP with its role in the exchange (RFC 8829): what Janus calls a JSEP.
struct SessionDescription: Hashable, Sendable {
    enum Role: String, Hashable, Sendable {
        case offer
        case answer
    }

    let role: Role
    let sdp: String

    static func offer(_ sdp: String) -> Self { Self(role: .offer, sdp: sdp) }

    static func answer(_ sdp: String) -> Self { Self(role: .answer, sdp: sdp) }
}
