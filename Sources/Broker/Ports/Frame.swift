// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The bytes of one text frame, shared by all its recipients on one loop.
///
/// Not `Sendable` on purpose: a transport may write its frame header into the headroom, and only its own loop may.
public final class Frame {
    /// Free bytes in front of the payload; libwebsockets needs 16 (`LWS_PRE`).
    public static let headroom = 16

    /// Headroom, then the payload.
    public let storage: [UInt8]

    public init(_ payload: [UInt8]) {
        var storage: [UInt8] = []
        storage.reserveCapacity(Self.headroom + payload.count)
        storage.append(contentsOf: repeatElement(0, count: Self.headroom))
        storage.append(contentsOf: payload)
        self.storage = storage
    }

    public var payloadCount: Int { self.storage.count - Self.headroom }
    public var payload: ArraySlice<UInt8> { self.storage[Self.headroom...] }
}
