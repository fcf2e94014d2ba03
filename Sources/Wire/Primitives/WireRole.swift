// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a participant may do in a room, from most to least.
public enum WireRole: String, CaseIterable, Sendable, JSONEncodable, JSONDecodable {
    case chair
    case `operator`
    case presenter
    case attendee
}
