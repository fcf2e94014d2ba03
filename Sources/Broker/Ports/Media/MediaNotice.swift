// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// What a listener is told.
public enum MediaNotice: Hashable, Sendable {
    case readiness(Bool)
    case room(RoomID, MediaEvent)
}
