// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Where connections enter a loop: what a transport tells the Edge there.
///
/// Each is called on `loop`.
public struct ServerDoor: Sendable {
    public let loop: SimulatedLoop
    public let opened: @Sendable (SimulatedLink) -> Void
    /// One whole text frame.
    public let received: @Sendable (SimulatedLink, [UInt8]) -> Void
    /// Everything that waited has been read by the client; once for each congestion.
    public let drained: @Sendable (SimulatedLink) -> Void
    /// The connection ended without the Edge having closed it; may come twice, and late.
    public let closed: @Sendable (SimulatedLink) -> Void

    public init(
        loop: SimulatedLoop,
        opened: @escaping @Sendable (SimulatedLink) -> Void,
        received: @escaping @Sendable (SimulatedLink, [UInt8]) -> Void,
        drained: @escaping @Sendable (SimulatedLink) -> Void,
        closed: @escaping @Sendable (SimulatedLink) -> Void
    ) {
        self.loop = loop
        self.opened = opened
        self.received = received
        self.drained = drained
        self.closed = closed
    }
}
