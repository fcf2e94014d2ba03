// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore
internal import Wire

extension Scenario {
    /// Arranges the next blow, and so on until the plan ends.
    func strikeNext() {
        self.world.after(self.plan.drawPause()) {
            guard self.world.now < self.plan.end else { return }
            self.strike(self.plan.drawBlow())
            self.strikeNext()
        }
    }

    private func strike(_ blow: FaultPlan.Blow) {
        self.world.trace.explain("BLOW \(blow)")
        switch blow {
        case .disconnect, .halfOpen, .serverUnaware: self.strikeLink(blow)
        case .takeover, .stalledReader, .stall: self.strikeClient(blow)
        case .cut: self.network.cut(self.plan.below(self.size.groups), for: self.plan.draw(upTo: .seconds(20)))
        case .clockJump:
            let milliseconds = Int64(1 + self.plan.below(8_000))
            self.world.jumpWallClock(byMs: self.plan.oneIn(2) ? milliseconds : -milliseconds)
        case .outage: self.log.startOutage(of: .seconds(1) + self.plan.draw(upTo: .seconds(24)))
        case .usurp:
            guard let room = self.plan.pick(self.log.rooms) else { return }
            self.log.usurp(room, with: RoomRecord.claim(by: 99))
        case .crash:
            // Mostly while something is on its way to the disk: that is when it hurts.
            if self.plan.oneIn(8) { self.crash() } else { self.log.whenAppending { self.crash() } }
        case .restart: self.restart()
        case .revoke: self.revoke()
        }
    }

    private func strikeLink(_ blow: FaultPlan.Blow) {
        guard let link = self.plan.pick(self.network.links.filter(\.isSound)) else { return }
        switch blow {
        case .disconnect:
            self.world.count(.disconnected)
            let clientNoticed = self.plan.draw(upTo: .seconds(2))
            link.breakDown(serverNoticed: self.plan.draw(upTo: .seconds(4)), clientNoticed: clientNoticed)
        case .halfOpen:
            self.world.count(.halfOpen)
            link.breakDown(serverNoticed: nil, clientNoticed: nil)
        default:
            self.world.count(.deathUnnoticedByServer)
            let noticed: Duration? = self.plan.oneIn(2) ? nil : .seconds(10) + self.plan.draw(upTo: .seconds(30))
            link.breakDown(serverNoticed: noticed, clientNoticed: self.plan.draw(upTo: .seconds(1)))
        }
    }

    private func strikeClient(_ blow: FaultPlan.Blow) {
        var struck = self.clients.filter { $0.link?.isSound == true }
        if blow == .stalledReader { struck = self.leastBuffered(struck) }
        guard let client = self.plan.pick(struck) else { return }
        switch blow {
        case .takeover:
            self.world.count(.takeover)
            client.changeNetwork(noticed: self.plan.oneIn(3) ? nil : self.plan.draw(upTo: .seconds(6)))
        case .stalledReader:
            self.world.count(.stalledReader)
            client.stopReading(for: .seconds(6) + self.plan.draw(upTo: .seconds(20)))
            if self.plan.oneIn(4) { self.chatter(around: client) }
        default:
            self.world.count(.clientStall)
            client.stall(for: .seconds(3) + self.plan.draw(upTo: .seconds(25)))
        }
    }

    /// Those on the links that hold the least, where not reading does the most harm.
    private func leastBuffered(_ clients: [ModelClient]) -> [ModelClient] {
        guard let least = clients.compactMap({ $0.link?.queueBytesMax }).min() else { return [] }
        return clients.filter { $0.link?.queueBytesMax == least }
    }

    /// Others in the room talk, and much of it comes while nothing is read.
    private func chatter(around client: ModelClient) {
        guard let room = client.seat?.room else { return }
        for other in self.clients.filter({ $0.seat?.room == room && $0.isSignedIn }).prefix(6) {
            for _ in 0..<6 { other.command { .chatSend(.init(room: room, text: "text \($0)", key: $0)) } }
        }
    }

    private func crash() {
        guard let node = self.node else { return }
        self.world.count(.nodeCrash)
        self.end(node)
    }

    /// The operator restarts the node: clients are told, and a moment later it is gone.
    private func restart() {
        guard let node = self.node else { return }
        self.world.count(.nodeRestart)
        node.shutDown()
        self.world.after(.milliseconds(300)) { if self.node === node { self.end(node) } }
    }

    private func end(_ node: SimulatedNode) {
        node.crash()
        self.node = nil
        let pause = self.plan.oneIn(4) ? self.plan.draw(upTo: .seconds(15)) : self.plan.draw(upTo: .seconds(3))
        self.world.after(pause) { if self.node == nil { self.startNode() } }
    }

    /// Disables an account; at most one in a run, so that somebody is left.
    private func revoke() {
        guard self.revocations == 0, let node = self.node, let client = self.plan.pick(self.clients) else { return }
        self.revocations += 1
        let principal = SimulatedDirectory.principal(client.plan.account)
        self.signIn.revoke(principal)
        for other in self.clients where other.plan.account == client.plan.account { other.accessWasRevoked() }
        node.revoke(principal)
    }
}
