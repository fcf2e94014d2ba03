// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore
internal import Wire

extension ScaleScenario {
    /// Everybody comes; no count falls meanwhile.
    func storm() {
        self.mirror?.isNobodyLeaving = true
        self.clients[0].start(after: .zero)
        self.run(seconds: 2)
        for client in self.clients[1..<self.plan.clients] { client.start(after: self.plan.delay(of: client.number)) }
        self.run(seconds: self.plan.stormSeconds)
        self.report.stormBytesMax = self.pathWatchers.map(\.bytesTold).max() ?? 0
        self.checkEverybodySeated("after the storm")
    }

    /// One in a hundred leaves in a minute, and others come instead.
    func churn() {
        self.mirror?.isNobodyLeaving = false
        let before = self.clients.map(\.bytesTold)
        let pause = Duration.seconds(60) / self.plan.churnCount
        for number in 0..<self.plan.churnCount {
            // Evenly from everywhere, and neither the chair nor who raises a hand later.
            let leaver = self.clients[self.plan.clients - 1 - number * 7 % (self.plan.clients / 2)]
            let newcomer = self.clients[self.plan.clients + number]
            self.world.after(pause * number) { leaver.sayGoodbye() }
            self.world.after(pause * number + .seconds(2)) { newcomer.start(after: .zero) }
        }
        self.run(seconds: 60)
        let told = self.pathWatchers.filter { $0.number < self.plan.clients && !$0.isFinished }
            .map { $0.bytesTold - before[$0.number] }
        self.report.churnBytesPerSecondMax = (told.max() ?? 0) / 60
        self.run(seconds: 5)
        self.checkEverybodySeated("after the churn")
    }

    /// The chair and others make everything that a crash must not lose.
    func control() {
        self.mirror?.isNobodyLeaving = true
        guard let room = self.clients[0].seat?.room else { return self.world.violate("the chair has no seat") }
        let chair = self.clients[0]
        chair.command { .controlLock(.init(room: room, key: $0)) }
        self.run(seconds: 1)
        chair.command { .controlMute(.init(room: room, target: .all(selfUnmute: false), key: $0)) }
        for client in self.clients[1...12] {
            self.run(seconds: 1)
            client.command { .floorRequest(.init(room: room, key: $0)) }
        }
        self.run(seconds: 1)
        for client in self.clients[1...2] {
            self.run(seconds: 1)
            guard let participant = client.participant else { continue }
            chair.command { .floorGrant(.init(room: room, participant: participant, key: $0)) }
            self.run(seconds: 1)
            chair.command { .controlPromote(.init(room: room, participant: participant, key: $0)) }
        }
        self.run(seconds: 3)
        guard let truth = self.inspection()?.room else { return }
        let isDone =
            truth.isLocked && truth.muteOrders.general != nil && truth.floor.holders.count == 2
            && truth.floor.queue.count == 10 && truth.presenters.count == 2
        self.world.check(.acknowledgedIsDurable, isDone, "the chair's orders are not carried out: \(truth.floor)")
    }

    /// Half of the clients hear nothing and are not heard, then all of them come back: nobody else learns of it.
    func cutHalfOff() {
        let before = self.clients.map(\.roomAndSelfResets)
        self.network.cut(1, for: Self.cut)
        self.run(seconds: 27)
        self.lookAround()
        self.run(seconds: 43)
        self.checkEverybodySeated("after the cut")
        let cutOff = self.seated.filter { $0.plan.group == 1 }
        let resumed = cutOff.filter(\.hasResumed).count
        self.world.check(
            .seatKeptWithinGrace,
            resumed == cutOff.count,
            "\(resumed) of \(cutOff.count) came back to their seats"
        )
        let anew = self.clients.filter { $0.roomAndSelfResets != before[$0.number] }
        self.world.check(.resetAllowed, anew.isEmpty, "room or self began anew for \(anew.count) clients")
    }

    /// Somebody opens pages that nobody else watches, while nobody watches those of the clients that are cut off.
    private func lookAround() {
        guard let room = self.clients[2].seat?.room else { return self.world.violate("client 2 has no seat") }
        let streams = self.clients[4...12].filter { $0.plan.group == 0 }.compactMap { $0.seat?.watched.last }
            .compactMap { stream -> StreamName? in
                guard case .unitSummary(let unit) = stream else { return nil }
                return .page(unit: unit, page: 1)
            }
        self.world.check(.queuesDrained, !streams.isEmpty, "there is nothing to look at")
        self.clients[2].send(.rosterWatch(.init(room: room, streams: streams)))
    }

    /// The node dies with everybody seated and starts again.
    func crash() {
        guard let before = self.inspection()?.room else { return }
        self.world.count(.nodeCrash)
        self.node?.crash()
        self.node = nil
        self.run(seconds: 2)
        self.startNode()
        self.run(seconds: 75)
        self.checkEverybodySeated("after the crash")
        guard let after = self.inspection()?.room else { return }
        let isSame =
            before.isLocked == after.isLocked && before.muteOrders == after.muteOrders && before.floor == after.floor
            && before.presenters == after.presenters && before.sessions == after.sessions
            && before.publicOffset == after.publicOffset
        self.world.check(.hostEqualsLog, isSame, "the room is not the same after the crash")
        let roles = self.seated.compactMap { client in
            after.seat(of: SessionID(client.seat?.session.rawValue ?? 0)).map(\.principal)
        }
        self.world.check(
            .hostEqualsLog,
            roles.allSatisfy { before.role(of: $0) == after.role(of: $0) },
            "somebody has another role after the crash"
        )
        self.speakAgain()
    }

    /// Whoever is back hears what is said now.
    private func speakAgain() {
        guard let room = self.clients[0].seat?.room else { return self.world.violate("the chair has no seat") }
        self.clients[0].command { .controlUnlock(.init(room: room, key: $0)) }
        for client in self.clients[1...5] {
            self.run(seconds: 1)
            client.command { .chatSend(.init(room: room, text: "text \($0)", key: $0)) }
        }
        self.run(seconds: 5)
    }

    /// Who watches the summaries of its path and nothing else.
    private var pathWatchers: [ModelClient] {
        self.clients.dropFirst()
            .filter { client in
                guard case .steady(let watchesPage) = client.plan.manner else { return false }
                return !watchesPage
            }
    }
}
