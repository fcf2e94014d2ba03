// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import LoopRuntime

/// What a ``RoomHost`` wants done, in the order in which it is to be done.
enum HostAction {
    case send(Address, EdgeMessage.Body)
    /// Read the room's log; answer with `loaded`.
    case load
    /// Answer with `appended`.
    case append(record: [UInt8], slot: Slot, listing: RoomListing?)
    case saveSnapshot(record: [UInt8], upTo: Slot, keepFrom: Slot)
    case media(MediaOrder)
    /// The session is over: its credentials for STUN and TURN servers, too.
    case revokeServers(SessionID)
    case note(BrokerEvent)
    /// Nothing is left to host.
    case unload
}

/// The two clocks of a loop, read once for each turn.
struct HostTime {
    /// The loop's monotonic time.
    let now: Duration
    let wallClockMs: Int64
}
