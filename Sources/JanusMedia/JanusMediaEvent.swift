// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// Something that whoever runs the server may want to know; there are no secrets in it.
public enum JanusMediaEvent: Hashable, Sendable {
    /// Janus can be used; with a new session, or with the one from before a lost connection.
    case connected(isNew: Bool)
    /// The connection is lost, or could not be made; another attempt follows.
    case connectionLost(String)
    /// Janus has lost everything that it carried for us, or we have.
    case sessionLost
    /// Janus said something that cannot be read.
    case unreadable(String)
    /// Janus refused something in a room; its own words.
    case refused(RoomID, String)
}
