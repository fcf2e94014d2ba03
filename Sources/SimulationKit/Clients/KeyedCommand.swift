// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

/// A command that waits for its receipt, over as many connections as it takes.
final class KeyedCommand {
    let key: String
    let room: WireRoom
    let call: ClientCall
    /// Whether it was sent on the present connection and is not answered yet.
    var isOnItsWay = false

    init(key: String, room: WireRoom, call: ClientCall) {
        self.key = key
        self.room = room
        self.call = call
    }
}

/// A request that is not answered yet.
struct OpenRequest {
    let call: ClientCall
    let command: KeyedCommand?
    /// The seat that it was sent for.
    let seat: Int?
}
