// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The network between model clients and the loops of a node.
///
/// In order within a link and direction, with a latency of its own for each frame. A scenario breaks links, cuts groups
/// off and crashes the node.
public final class SimulatedNetwork: Sendable {
    private struct State {
        var doors: [ServerDoor] = []
        /// In the order of connecting; links that both ends have forgotten leave.
        var links: [SimulatedLink] = []
        var cutUntil: [Duration]
        var linksMade = 0
        var random: SeededGenerator
        var isCalm = false
    }

    public let world: SimulatedWorld
    private let state: Confined<State>

    /// Bytes that may wait for a client: one of these for each link.
    private let queueBounds: [Int]

    /// - Parameters:
    ///   - groups: Number of networks that may be cut one by one.
    ///   - queueBounds: Bytes that may wait for a client; each link draws one of them.
    public init(world: SimulatedWorld, groups: Int, queueBounds: [Int] = [8 << 10, 32 << 10, 256 << 10]) {
        self.world = world
        self.queueBounds = queueBounds
        let random = world.makeGenerator(0x4E7)
        self.state = Confined(State(cutUntil: [Duration](repeating: .zero, count: groups), random: random))
    }

    /// Links that at least one end believes in.
    public var links: [SimulatedLink] {
        self.state.value.links.removeAll { !$0.isOpenAtServer && !$0.isOpenAtClient }
        return self.state.value.links
    }

    // MARK: Life

    /// The node listens at `doors`.
    public func open(_ doors: [ServerDoor]) {
        self.state.value.doors = doors
    }

    /// Connects `client` to a loop that nobody chooses.
    public func connect(_ client: any LinkClient, group: Int) -> SimulatedLink {
        self.state.value.linksMade += 1
        let bound = self.state.value.random.pick(self.queueBounds)
        let link = SimulatedLink(
            number: self.state.value.linksMade,
            group: group,
            queueBytesMax: bound,
            client: client,
            network: self
        )
        self.state.value.links.append(link)
        if self.state.value.doors.isEmpty {
            link.refuse()
        } else {
            link.enter(self.state.value.random.pick(self.state.value.doors))
        }
        return link
    }

    /// From now on no link closes twice.
    public func calmDown() {
        self.state.value.isCalm = true
        self.state.value.cutUntil = self.state.value.cutUntil.map { _ in .zero }
    }

    // MARK: Faults

    /// Nothing of `group` arrives before `duration` has passed; then everything does, late.
    public func cut(_ group: Int, for duration: Duration) {
        self.world.count(.groupCut)
        self.state.value.cutUntil[group] = self.world.now + duration
    }

    /// The node dies: some clients see the connection reset, others hear nothing more.
    public func crash() {
        self.state.value.doors = []
        for link in self.links {
            let isTold = self.state.value.random.below(10) < 7
            if !isTold { self.world.count(.halfOpen) }
            let delay = self.state.value.random.delay(upTo: .seconds(2))
            link.breakDown(serverNoticed: nil, clientNoticed: isTold ? delay : nil)
            link.forgetServer()
        }
    }

    func drawsLateClosedEvent() -> Bool { !self.state.value.isCalm && self.state.value.random.oneIn(3) }

    /// When something sent now arrives: after what was sent before it, and after the end of a cut.
    func drawArrivalUs(_ group: Int, after lastUs: Int64) -> Int64 {
        let isSlow = !self.state.value.isCalm && self.state.value.random.oneIn(30)
        let latency = self.state.value.random.delay(upTo: isSlow ? .milliseconds(600) : .milliseconds(25))
        let earliest = max(self.world.now, self.state.value.cutUntil[group]) + .microseconds(500)
        return max(lastUs, (earliest + latency).wholeMicroseconds)
    }
}
