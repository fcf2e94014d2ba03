// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore
internal import Wire

#if PLENARY_PLANTED_BUGS
internal import Glibc
#endif

// One seed's life of a node: clients come, act and are struck; then the weather clears, the load stops, and what is
// left must be in order. The same Edges, hosts and rooms that production runs; only their ports are simulated.

/// One run of the simulation.
public final class Scenario {
    /// The size of a run, drawn from the seed.
    public struct Size: Sendable, Equatable {
        public var loops: Int
        public var rooms: Int
        public var clients: Int
        public var seconds: Int
        public var groups: Int

        /// The size that `seed` stands for.
        public init(seed: UInt64) {
            var random = SeededGenerator(seed: seed &* 0x9E37_79B9_7F4A_7C15 ^ 0x512E)
            self.loops = random.oneIn(4) ? 1 : random.within(2...4)
            self.rooms = random.within(1...3)
            self.clients = random.within(5...25)
            // Large runs are short and small ones long, so that each costs about the same.
            self.seconds = min(240, max(60, 1_100 / self.clients))
            self.groups = 3
        }
    }

    /// How long a seat is kept in these runs: short, so that many graces end.
    private static let resumeGrace: Duration = .seconds(20)

    public let world: SimulatedWorld
    public let size: Size
    let network: SimulatedNetwork
    let log: SimulatedSlotLog
    let signIn: SimulatedSignIn
    let witness: Witness
    let clients: [ModelClient]
    let around: SimulatedNode.Surroundings
    var plan: FaultPlan
    /// Kept for the whole run: the witness tells it of each new state.
    private var mirror: HostMirror?
    /// Nil between a crash and the start after it.
    var node: SimulatedNode?
    var lives = 0
    var revocations = 0

    /// - Parameter joinsPerSecond: Of each room; zero: joins are not limited.
    public init(seed: UInt64, keepsLines: Bool = false, joinsPerSecond: Int = 0) {
        let world = SimulatedWorld(seed: seed, keepsLines: keepsLines)
        let size = Size(seed: seed)
        self.world = world
        self.size = size
        let network = SimulatedNetwork(world: world, groups: size.groups)
        self.network = network
        self.log = SimulatedSlotLog(world: world)
        self.signIn = SimulatedSignIn(world: world)
        let witness = Witness(world: world)
        self.witness = witness
        var random = world.makeGenerator(0x5CE)
        self.clients = Self.makeClients(size, network, witness, &random)
        self.plan = FaultPlan(end: .seconds(size.seconds), random: world.makeGenerator(0xFA17))
        self.around = SimulatedNode.Surroundings(
            network: network,
            log: self.log,
            signIn: self.signIn,
            limits: Self.makeLimits(&random, joinsPerSecond),
            roomLimits: Self.makeRoomLimits(),
            loopCount: size.loops
        )
        let accounts = Set(self.clients.map(\.plan.account)).count
        self.mirror = HostMirror(of: witness, participantsMax: accounts) { [unowned self] in self.node?.inspect($0) }
    }

    #if PLENARY_PLANTED_BUGS
    /// The bug that `PLENARY_PLANTED_BUG` names; nil when it is not set.
    private static let planted: PlantedBug? = {
        guard let name = unsafe getenv("PLENARY_PLANTED_BUG") else { return nil }
        guard let bug = unsafe PlantedBug(rawValue: String(cString: name)) else {
            preconditionFailure("There is no such bug to plant")
        }
        return bug
    }()
    #endif

    private static func makeClients(
        _ size: Size,
        _ network: SimulatedNetwork,
        _ witness: Witness,
        _ random: inout SeededGenerator
    ) -> [ModelClient] {
        (0..<size.clients).map { number in
            // The last ones are second devices of the first.
            let twin = size.clients > 8 ? size.clients / 8 : 0
            let isTwin = number >= size.clients - twin
            let plan = ModelClient.Plan(
                account: isTwin ? number - (size.clients - twin) : number,
                group: random.below(size.groups),
                roomsToCreate: number < size.rooms ? 1 : 0,
                accounts: size.clients - twin,
                sharesAccount: isTwin || number < twin,
                resumeGrace: self.resumeGrace
            )
            return ModelClient(number: number, plan: plan, network: network, witness: witness)
        }
    }

    private static func makeRoomLimits() -> RoomLimits {
        // Small pages, so that the few members of a unit make them split and merge.
        let roster = RosterLimits(pageEntriesMax: 2, sparsePageEntriesMax: 1, mergedPageEntriesMax: 2)
        let limits = RoomLimits(resumeGraceMs: self.resumeGrace.wholeMicroseconds / 1_000, roster: roster)
        #if PLENARY_PLANTED_BUGS
        var changed = limits
        changed.planted = self.planted
        return changed
        #else
        return limits
        #endif
    }

    private static func makeLimits(_ random: inout SeededGenerator, _ joinsPerSecond: Int) -> BrokerLimits {
        var limits = BrokerLimits()
        limits.joinsPerSecond = joinsPerSecond
        limits.idleUnload = .seconds(6)
        limits.slotsPerSnapshot = random.pick([15, 40, 1_000])
        limits.mailboxCapacity = random.pick([32, 256, 4_096])
        #if PLENARY_PLANTED_BUGS
        limits.planted = self.planted
        #endif
        return limits
    }

    /// Runs from beginning to end and checks everything.
    public static func run(seed: UInt64, keepsLines: Bool = false, joinsPerSecond: Int = 0) -> ScenarioReport {
        let scenario = Scenario(seed: seed, keepsLines: keepsLines, joinsPerSecond: joinsPerSecond)
        scenario.runLoad()
        scenario.heal()
        scenario.checkQuiet()
        scenario.checkEnd()
        return scenario.report
    }

    private var report: ScenarioReport {
        ScenarioReport(
            seed: self.world.seed,
            hash: self.world.trace.hash,
            events: self.world.trace.count,
            virtualSeconds: Int(self.world.now.components.seconds),
            faults: self.world.faults,
            checks: self.world.checks,
            joinsQueued: self.witness.joinsQueued,
            violations: self.world.violations,
            lines: self.world.trace.lines
        )
    }

    // MARK: Phases

    private func runLoad() {
        self.startNode()
        for client in self.clients {
            client.start(after: .milliseconds(Int64(client.number) * 150))
        }
        self.strikeNext()
        self.watch()
        self.world.run(until: .seconds(self.size.seconds))
    }

    func startNode() {
        self.lives += 1
        self.node = SimulatedNode(life: self.lives, in: self.around)
    }

    /// Looks into the hosts now and then: what holds between decisions holds at any moment.
    private func watch() {
        self.world.after(.seconds(3)) {
            self.checkHosts()
            if self.world.now < self.plan.end { self.watch() }
        }
    }

    private func checkHosts() {
        guard let node = self.node else { return }
        for room in node.loadedRooms {
            guard let inspection = node.inspect(room), inspection.isServing else { continue }
            let violations = inspection.room.violations()
            self.world.check(.hostSound, violations.isEmpty, "room \(room.number): \(violations)")
        }
    }

    /// The weather clears and the load stops; everybody comes back.
    private func heal() {
        if self.node == nil { self.startNode() }
        self.network.calmDown()
        self.log.calmDown()
        self.signIn.calmDown()
        self.node?.bus.calmDown()
        for client in self.clients { client.settle() }
        self.world.run(until: self.world.now + .seconds(45))
    }

    /// Everybody leaves; then nothing may be left.
    private func checkEnd() {
        // After a crash a room's seats run out once somebody has asked for it.
        for room in self.log.rooms { self.node?.touch(room) }
        for client in self.clients { client.sayGoodbye() }
        // Seats whose goodbye was lost run out, and clocks may have been set back meanwhile.
        self.world.run(until: self.world.now + .seconds(180))
        guard let node = self.node else { return }
        self.world.check(.queuesDrained, node.bus.waitingCount == 0, "the bus still carries messages")
        self.world.check(.queuesDrained, node.connectionCount == 0, "connections are left: \(node.connectionCount)")
        self.world.check(.queuesDrained, node.loadedRooms.isEmpty, "rooms are left in memory: \(node.loadedRooms)")
        for link in self.network.links {
            self.world.check(.queuesDrained, !link.isOpenAtServer, "link \(link.number) is open for ever")
        }
        for (number, loop) in node.loops.enumerated() {
            self.world.check(
                .noTimerLeft,
                loop.pendingTimers == 0,
                "loop \(number) has \(loop.pendingTimers) timers and nothing to do"
            )
        }
        for room in self.log.rooms {
            guard let audit = LogAudit(room, log: self.log, witness: self.witness) else { continue }
            let fold = audit.fold(limits: self.around.roomLimits)
            self.world.check(
                .joinCountedOnce,
                fold.seatCount == 0,
                "room \(room.number) keeps \(fold.seatCount) seats of clients that are gone"
            )
        }
    }

    /// All is quiet: everybody must see the same.
    private func checkQuiet() {
        guard let node = self.node else { return }
        self.checkClients(node)
        for room in self.log.rooms {
            guard let audit = LogAudit(room, log: self.log, witness: self.witness) else { continue }
            audit.run()
            let fold = audit.fold(limits: self.around.roomLimits)
            if fold.isEnded {
                let isGone = node.inspect(room) == nil
                self.world.check(.noTimerLeft, isGone, "room \(room.number) is over, but its host lives on")
            }
            guard let inspection = node.inspect(room), inspection.isServing else { continue }
            let convergence = Convergence(world: self.world, room: room, inspection: inspection)
            convergence.checkHost(against: fold)
            convergence.checkSeats(of: self.clients)
            convergence.checkViews(of: self.clients.filter { $0.seat?.room.number == room.number })
        }
    }

    /// Whether what waits for the client goes out; a heartbeat may be on its way at any moment.
    private func drains(_ link: SimulatedLink) -> Bool {
        for _ in 0..<20 where link.queuedBytes > 0 { self.world.run(until: self.world.now + .milliseconds(10)) }
        return link.queuedBytes == 0
    }

    private func checkClients(_ node: SimulatedNode) {
        let links = self.clients.compactMap(\.link)
        let used = Set(links.map(\.number))
        for client in self.clients where !client.isFinished {
            self.world.check(
                .queuesDrained,
                client.isSignedIn && client.link?.isSound == true && client.openCommands == 0,
                "client \(client.number) is not back: \(client.phase), \(client.openCommands) commands open"
            )
        }
        for link in self.network.links where link.isOpenAtServer {
            self.world.check(
                .onePlacePerSession,
                used.contains(link.number),
                "the server keeps link \(link.number), which no client uses"
            )
            self.world.check(
                .queuesDrained,
                self.drains(link),
                "link \(link.number) holds \(link.queuedBytes) bytes for good"
            )
        }
        self.world.check(
            .onePlacePerSession,
            node.connectionCount == links.count,
            "\(node.connectionCount) connections for \(links.count) clients"
        )
    }
}
