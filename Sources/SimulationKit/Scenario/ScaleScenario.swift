// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore
internal import Wire

// One large room: everybody comes, some go and others come, the chair gives orders, half of the clients are cut off,
// the node dies with everybody seated. Nothing else goes wrong, so that whatever a client should not see is seen: an
// announced absence, a count that falls or overshoots, a stream that begins anew without need.

/// One run of a large room.
public final class ScaleScenario {
    private static let resumeGrace: Duration = .seconds(120)
    static let cut: Duration = .seconds(30)

    let plan: ScalePlan
    let world: SimulatedWorld
    let network: SimulatedNetwork
    let log: SimulatedSlotLog
    let witness: Witness
    /// The chair, everybody else, and who comes in place of those that leave.
    let clients: [ModelClient]
    let around: SimulatedNode.Surroundings
    private(set) var mirror: HostMirror?
    var node: SimulatedNode?
    private var lives = 0
    var report = ScaleReport()

    public init(_ plan: ScalePlan) {
        let world = SimulatedWorld(seed: plan.seed, weather: .calm)
        // As in production: nobody here is slow.
        let network = SimulatedNetwork(world: world, groups: 2, queueBounds: [256 << 10])
        let witness = Witness(world: world)
        self.plan = plan
        self.world = world
        self.network = network
        self.log = SimulatedSlotLog(world: world)
        self.witness = witness
        let count = plan.clients + plan.churnCount
        self.clients = (0..<count).map { number in
            var life = ModelClient.Plan(
                account: number,
                group: number % 2,
                roomsToCreate: number == 0 ? 1 : 0,
                accounts: count,
                sharesAccount: false,
                resumeGrace: Self.resumeGrace
            )
            life.manner = .steady(watchesPage: number % 10 == 3)
            return ModelClient(number: number, plan: life, network: network, witness: witness)
        }
        var limits = BrokerLimits()
        limits.joinsPerSecond = plan.joinsPerSecond
        limits.heartbeatInterval = ModelClient.steadyHeartbeatInterval
        limits.heartbeatTimeout = ModelClient.steadyHeartbeatTimeout
        self.around = SimulatedNode.Surroundings(
            network: network,
            log: self.log,
            signIn: SimulatedSignIn(world: world, isLarge: true),
            limits: limits,
            roomLimits: RoomLimits(resumeGraceMs: Self.resumeGrace.wholeMicroseconds / 1_000),
            loopCount: plan.loops
        )
        self.mirror = HostMirror(of: witness, participantsMax: plan.clients) { [unowned self] in
            self.node?.inspect($0)
        }
    }

    /// Runs from beginning to end and checks everything.
    public static func run(_ plan: ScalePlan) -> ScaleReport {
        let scenario = ScaleScenario(plan)
        scenario.startNode()
        scenario.storm()
        if plan.isWhole {
            scenario.churn()
            scenario.control()
            scenario.cutHalfOff()
            scenario.crash()
        }
        scenario.checkQuiet()
        scenario.finishReport()
        scenario.endRoom()
        scenario.report.violations = scenario.world.violations
        return scenario.report
    }

    // MARK: For the phases

    /// The only room; nil before it is created.
    var room: RoomID? { self.log.rooms.first }

    /// The room as its host has it; a violation when it is not in memory.
    func inspection() -> RoomInspection? {
        guard let room = self.room, let inspection = self.node?.inspect(room), inspection.isServing else {
            self.world.violate("the room is not served")
            return nil
        }
        return inspection
    }

    /// Who has a seat.
    var seated: [ModelClient] { self.clients.filter { $0.seat != nil } }

    func startNode() {
        self.lives += 1
        self.node = SimulatedNode(life: self.lives, in: self.around)
    }

    func run(seconds: Int) {
        self.world.run(until: self.world.now + .seconds(seconds))
    }

    /// Everybody that should be in the room is, and is signed in.
    func checkEverybodySeated(_ when: String) {
        let seated = self.seated
        let back = seated.filter { $0.isSignedIn && $0.link?.isSound == true && $0.openCommands == 0 }
        self.world.check(
            .clientAtHostsVersion,
            seated.count == self.plan.clients && back.count == seated.count,
            "\(when) \(seated.count) clients have a seat and \(back.count) are there, not \(self.plan.clients)"
        )
        guard let inspection = self.inspection() else { return }
        let isComplete =
            inspection.room.seatCount == self.plan.clients && inspection.links.count == self.plan.clients
        self.world.check(
            .joinCountedOnce,
            isComplete,
            "\(when) the host has \(inspection.room.seatCount) seats, \(inspection.links.count) of them connected"
        )
    }

    // MARK: The end

    /// All is quiet: everybody sees the same, and it is what the host and the log say.
    private func checkQuiet() {
        self.checkEverybodySeated("in the end")
        guard let room = self.room, let inspection = self.inspection() else { return }
        guard let audit = LogAudit(room, log: self.log, witness: self.witness) else { return }
        audit.run()
        let convergence = Convergence(world: self.world, room: room, inspection: inspection)
        convergence.checkHost(against: audit.fold(limits: self.around.roomLimits))
        convergence.checkSeats(of: self.clients)
        convergence.checkViews(of: self.seated)
    }

    private func finishReport() {
        self.report.versionsCompared = self.mirror?.comparedCount ?? 0
        self.report.versionsMissed = self.mirror?.missedCount ?? 0
        self.report.joinsQueued = self.witness.joinsQueued
        self.report.views = self.clients.map { PlainView.text(of: $0) }
        guard let room = self.room else { return }
        let wireRoom = WireRoom(room.number)
        for offset in 1...max(1, self.witness.lastOffset(of: wireRoom)) {
            guard let told = self.witness.event(of: wireRoom, at: offset) else { continue }
            self.report.roomEvents.append("\(offset): \(told.event)")
        }
    }

    /// The chair ends the room: nothing of it is left.
    private func endRoom() {
        guard let room = self.clients[0].seat?.room else { return self.world.violate("the chair has no seat") }
        self.mirror?.isNobodyLeaving = false
        self.clients[0].command { .controlEnd(.init(room: room, key: $0)) }
        self.run(seconds: 10)
        let left = self.seated.count
        self.world.check(.queuesDrained, left == 0, "\(left) clients did not see the end of the room")
        guard let node = self.node else { return }
        self.world.check(.queuesDrained, node.loadedRooms.isEmpty, "rooms are left in memory: \(node.loadedRooms)")
        self.world.check(.queuesDrained, node.bus.waitingCount == 0, "the bus still carries messages")
        self.report.events = self.world.trace.count
        self.report.virtualSeconds = Int(self.world.now.components.seconds)
    }
}
