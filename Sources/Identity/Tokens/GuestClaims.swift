// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Broker

/// What a guest's token says of its holder: all that anybody knows of a guest before it has joined.
public struct GuestClaims: Sendable, Hashable {
    /// Numbers that guests get: what a JavaScript number holds exactly.
    static let ids: ClosedRange<UInt64> = 1...(1 << 53 - 1)

    /// `sub`, as `guest:77`: random, so that nobody's comes again.
    public let id: UInt64
    /// `room` and `inv`: by which invitation, and to which room.
    public let pass: GuestPass
    /// `name`, as the guest typed it.
    public let name: String
}
