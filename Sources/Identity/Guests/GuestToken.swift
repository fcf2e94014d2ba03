// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore
public import Wire

/// What signing in as a guest gives; printing it does not show the token.
public struct GuestToken: Sendable, Hashable {
    public let guest: UInt64
    public let room: RoomID
    /// For this room alone; there is none to renew it with.
    public let accessToken: SecretText
    public let expiresAt: Timestamp
}
