// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// An ICE candidate (RFC 8839) as browsers tell it.
public struct ICECandidate: Hashable, Sendable {
    public let candidate: String
    public let mid: String?
    public let index: UInt32?

    public init(candidate: String, mid: String?, index: UInt32?) {
        self.candidate = candidate
        self.mid = mid
        self.index = index
    }
}
