// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore
public import LoopRuntime

/// Port: the media server that carries what sessions publish to those who subscribe (Janus in production).
///
/// A room's host orders; nothing is answered at once, everything comes back as a ``MediaEvent``. Orders of one room are
/// carried out in the order in which they came; what concerns different sessions may be carried out side by side.
public protocol MediaPlane: Sendable {
    /// Has `listener` told, on `loop`, of everything that happens in the rooms that `shelf` hosts.
    ///
    /// It is also told whether orders can be carried out, at once and after each change.
    ///
    /// Called once for each shelf, before its first order.
    func listen(
        for shelf: Address,
        on loop: any EventLoop,
        _ listener: @escaping @Sendable (MediaNotice) -> Void
    )

    /// Carries out an order of a room's host; while the plane is not ready orders are dropped, and `reset` follows.
    func carryOut(_ order: MediaOrder, in room: RoomID, for shelf: Address)
}
