// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Broker
public import ConferenceCore
internal import LoopRuntime
internal import Wire

/// One life of a node: its loops with an Edge and a shelf each, from start to crash.
public final class SimulatedNode {
    /// What every life of the node has in common.
    public struct Surroundings {
        public let network: SimulatedNetwork
        public let log: SimulatedSlotLog
        public let signIn: SimulatedSignIn
        public let limits: BrokerLimits
        public let roomLimits: RoomLimits
        public let loopCount: Int

        public init(
            network: SimulatedNetwork,
            log: SimulatedSlotLog,
            signIn: SimulatedSignIn,
            limits: BrokerLimits,
            roomLimits: RoomLimits,
            loopCount: Int
        ) {
            self.network = network
            self.log = log
            self.signIn = signIn
            self.limits = limits
            self.roomLimits = roomLimits
            self.loopCount = loopCount
        }
    }

    private static let number: UInt16 = 1

    public let loops: [SimulatedLoop]
    public let bus: SimulatedBus<BrokerMessage>
    public let edges: [Edge]
    public let shelves: [RoomShelf]
    private let around: Surroundings
    private let placement: RoomPlacement

    /// Starts a node and opens its doors.
    ///
    /// - Parameter life: Counts the lives of the node.
    public init(life: Int, in around: Surroundings) {
        let world = around.network.world
        let count = around.loopCount
        let bus = SimulatedBus<BrokerMessage>(
            world: world,
            capacity: around.limits.mailboxCapacity,
            purpose: 0xB05_0000 + UInt64(life)
        )
        let secrets = SimulatedSecrets(world: world, purpose: 0x5EC_0000 + UInt64(life))
        let observer = SilentObserver(world: world)
        let placement = RoomPlacement(node: Self.number, loopCount: UInt8(count))
        let info = Edge.NodeInfo(node: Self.number, version: "0", publicURL: "https://sim", features: ["mesh"])
        let loops = (0..<count).map { _ in world.makeLoop() }
        self.loops = loops
        self.bus = bus
        self.around = around
        self.placement = placement
        self.edges = loops.indices.map { index in
            Edge(
                address: Address(node: Self.number, loop: UInt8(index), role: .edge),
                loop: loops[index],
                node: info,
                placement: placement,
                ports: Edge.Ports(
                    bus: bus,
                    signIn: around.signIn,
                    secrets: secrets,
                    observer: observer,
                    invitations: SimulatedInvitations()
                ),
                limits: around.limits
            )
        }
        self.shelves = loops.indices.map { index in
            RoomShelf(
                address: Address(node: Self.number, loop: UInt8(index), role: .rooms),
                loop: loops[index],
                bus: bus,
                log: around.log,
                observer: observer,
                limits: around.limits,
                roomLimits: around.roomLimits
            )
        }
        self.attach()
        around.network.open(zip(loops, self.edges).map { Self.makeDoor(of: $1, on: $0) })
    }

    private func attach() {
        for (index, loop) in self.loops.enumerated() {
            let (edge, shelf) = (self.edges[index], self.shelves[index])
            self.bus.attach(edge.address, on: loop) { batch, _ in edge.assumeIsolated { $0.receive(batch) } }
            self.bus.attach(shelf.address, on: loop) { batch, _ in shelf.assumeIsolated { $0.receive(batch) } }
            loop.perform {
                edge.assumeIsolated { $0.start() }
                shelf.assumeIsolated { $0.start() }
            }
        }
    }

    private static func makeDoor(of edge: Edge, on loop: SimulatedLoop) -> ServerDoor {
        ServerDoor(
            loop: loop,
            opened: { link in link.connection = edge.assumeIsolated { $0.opened(link) } },
            received: { link, bytes in
                guard let id = link.connection else { return }
                edge.assumeIsolated { $0.received(bytes, on: id) }
            },
            drained: { link in
                guard let id = link.connection else { return }
                edge.assumeIsolated { $0.drained(id) }
            },
            closed: { link in
                guard let id = link.connection else { return }
                edge.assumeIsolated { $0.closed(id) }
            }
        )
    }

    /// The node dies; what its disk holds stays.
    public func crash() {
        for loop in self.loops { loop.die() }
        self.around.network.crash()
        self.around.log.crash()
    }

    // MARK: Looking in

    /// The room's host; nil when the room is not in memory.
    public func inspect(_ room: RoomID) -> RoomInspection? {
        let index = Int(self.placement.address(of: room).loop)
        return self.loops[index].perform { self.shelves[index].assumeIsolated { $0.inspect(room) } }
    }

    /// Rooms in memory, sorted.
    public var loadedRooms: [RoomID] {
        zip(self.loops, self.shelves)
            .flatMap { loop, shelf in loop.perform { shelf.assumeIsolated { $0.loadedRooms } } }
            .sorted()
    }

    /// Has the room read into memory, as anybody who asks for it does.
    public func touch(_ room: RoomID) {
        guard let edge = self.edges.first, let loop = self.loops.first else { return }
        let nobody = ReplyAddress(edge: edge.address, connection: ConnectionID(0), request: .number(0))
        let isSent = loop.perform {
            let message = BrokerMessage.rooms(RoomsMessage(room, .info(nobody)))
            return self.bus.send(message, from: edge.address, to: self.placement.address(of: room))
        }
        precondition(isSent, "A calm bus takes a message")
    }

    public var connectionCount: Int {
        zip(self.loops, self.edges)
            .reduce(0) { sum, pair in sum + pair.0.perform { pair.1.assumeIsolated { $0.connectionCount } } }
    }

    /// Tells every client that the node stops.
    public func shutDown() {
        self.around.network.open([])
        for (loop, edge) in zip(self.loops, self.edges) {
            loop.post { edge.assumeIsolated { $0.shutDown() } }
        }
    }

    /// The account was disabled: every Edge is told.
    public func revoke(_ principal: Principal) {
        for (loop, edge) in zip(self.loops, self.edges) {
            loop.post { edge.assumeIsolated { $0.accessRevoked(principal) } }
        }
    }
}

/// Shows events in the trace's lines, and counts what slow clients cost.
private final class SilentObserver: BrokerObserver {
    private let world: SimulatedWorld

    init(world: SimulatedWorld) {
        self.world = world
    }

    func note(_ event: BrokerEvent) {
        self.world.trace.explain("\(event)")
        if case .changesLeftOut = event { self.world.count(.changeLeftOut) }
        if case .refreshAsked = event { self.world.count(.refresh) }
        if case .roomUnreadable = event { self.world.violate("\(event)") }
    }
}
