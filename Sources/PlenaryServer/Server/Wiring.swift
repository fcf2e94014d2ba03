// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore
internal import Identity
internal import Logging
internal import LoopRuntime

/// One Edge and one shelf for each loop, a desk for the command line, and the bus between them.
struct Wiring {
    private(set) var edges: [Edge] = []
    private(set) var shelves: [RoomShelf] = []
    private(set) var observers: [LoopObserver] = []
    /// Where the command line speaks with the rooms of this node.
    let desk: RoomDesk

    /// As many loops as leave a number for the desk's address.
    static let loopsMax = LoopGroup.loopsMax - 1

    init(
        _ configuration: ServerConfiguration,
        _ loops: LoopGroup,
        _ log: any SlotLog,
        _ entrance: Entrance,
        media: MediaServices,
        logger: Logger
    ) {
        let bus = InProcessBus<BrokerMessage>()
        let node = configuration.nodeNumber
        let limits = Self.limits(configuration)
        let placement = RoomPlacement(node: node, loopCount: UInt8(loops.loops.count))
        let info = Edge.NodeInfo(
            node: node,
            version: Server.version,
            publicURL: configuration.publicURL,
            features: media.janus == nil ? ["mesh"] : ["mesh", "media"]
        )
        let desk = RoomDesk(
            address: Address(node: node, loop: UInt8(loops.loops.count), role: .edge),
            loop: loops.loops[0],
            bus: bus,
            placement: placement,
            logger: logger
        )
        bus.attach(desk.address, on: loops.loops[0], capacity: limits.mailboxCapacity) { [weak desk] batch, _ in
            desk?.assumeIsolated { $0.receive(batch) }
        }
        self.desk = desk
        let graceMs = configuration.resumeGrace.components.seconds * 1_000
        for (index, loop) in loops.loops.enumerated() {
            let observer = LoopObserver(loop: loop, logger: logger)
            let shelf = RoomShelf(
                address: Address(node: node, loop: UInt8(index), role: .rooms),
                loop: loop,
                bus: bus,
                log: log,
                observer: observer,
                limits: limits,
                roomLimits: RoomLimits(resumeGraceMs: graceMs),
                media: media.janus,
                iceServers: media.relays.source
            )
            let edge = Edge(
                address: Address(node: node, loop: UInt8(index), role: .edge),
                loop: loop,
                node: info,
                placement: placement,
                ports: Edge.Ports(
                    bus: bus,
                    signIn: entrance.signIn,
                    secrets: OpenSSLSecrets(),
                    observer: observer,
                    iceServers: media.relays.source,
                    invitations: entrance.invitations
                ),
                limits: limits
            )
            bus.attach(shelf.address, on: loop, capacity: limits.mailboxCapacity) { [weak shelf] batch, _ in
                shelf?.assumeIsolated { $0.receive(batch) }
            }
            bus.attach(edge.address, on: loop, capacity: limits.mailboxCapacity) { [weak edge] batch, _ in
                edge?.assumeIsolated { $0.receive(batch) }
            }
            self.edges.append(edge)
            self.shelves.append(shelf)
            self.observers.append(observer)
        }
    }

    private static func limits(_ configuration: ServerConfiguration) -> BrokerLimits {
        var limits = BrokerLimits()
        limits.joinsPerSecond = configuration.joinsPerSecond
        limits.publishersMax = configuration.media.publishersMax
        return limits
    }
}
