// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// What a listener is told.
public enum MediaNotice: Hashable, Sendable {
    /// Whether orders can be carried out, and then a number for what the media server holds: another one means that
    /// everything before is gone. At most 2^53 - 1.
    case readiness(generation: UInt64?)
    case room(RoomID, MediaEvent)
}
