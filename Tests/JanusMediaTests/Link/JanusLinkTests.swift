// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
import Testing

@testable import JanusMedia

@Suite("The connection to Janus")
struct JanusLinkTests {
    private typealias Link = JanusLink<String>

    /// A connection, and what was sent over it.
    private struct World {
        var link: Link
        var now: Duration = .zero
        /// Of each request that was sent: `janus`, and its transaction.
        var sent: [(kind: String, transaction: UInt64, session: UInt64?)] = []

        init(timings: LinkTimings = LinkTimings()) {
            self.link = Link(apiSecret: "secret", timings: timings)
        }

        /// What came out since the last look, without what was sent.
        mutating func outputs() throws -> [Link.Output] {
            try self.link.takeOutputs().filter { output in
                guard case .send(let bytes) = output else { return true }
                let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] ?? [:]
                #expect(object["apisecret"] as? String == "secret")
                let transaction = (object["transaction"] as? String).flatMap(UInt64.init) ?? 0
                let session = (object["session_id"] as? Int).map(UInt64.init)
                self.sent.append((object["janus"] as? String ?? "", transaction, session))
                return false
            }
        }

        /// Answers the last request.
        mutating func answer(_ message: JanusMessage) {
            var message = message
            message.transaction = self.sent.last?.transaction
            self.link.received(message, at: self.now)
        }

        /// With a session that has the number 7.
        static func up(timings: LinkTimings = LinkTimings()) throws -> World {
            var world = World(timings: timings)
            world.link.start(at: world.now)
            #expect(try world.outputs() == [.connect])
            world.link.opened(at: world.now)
            #expect(try world.outputs() == [])
            #expect(world.sent.last?.kind == "create")
            world.answer(JanusMessage(kind: .success, dataID: 7))
            #expect(try world.outputs() == [.began(session: 7, isNew: true)])
            return world
        }
    }

    private static let noSession = JanusMessage(kind: .error, errorCode: 458, reason: "No such session")

    @Test("an answer that follows its acknowledgment is told, with or without events in between")
    func acknowledgmentIsNoAnswer() throws {
        var world = try World.up()
        world.link.ask(.detach(handle: 3), tag: "a", at: world.now)
        #expect(try world.outputs() == [])
        let event = JanusMessage(kind: .webRTCUp, sender: 3)
        world.link.received(event, at: world.now)
        world.answer(JanusMessage(kind: .ack))
        world.answer(JanusMessage(kind: .success))
        #expect(try world.outputs() == [.event(event), .reply("a", .done(id: nil))])
        world.answer(JanusMessage(kind: .success))  // Once only; what comes again is an event of nobody.
        #expect(try world.outputs().contains { if case .reply = $0 { true } else { false } } == false)
    }

    @Test("a request whose acknowledgment is all that comes is done with it")
    func trickleEndsWithAck() throws {
        var world = try World.up()
        world.link.ask(.trickle(handle: 3, []), tag: "t", at: world.now)
        _ = try world.outputs()
        world.answer(JanusMessage(kind: .ack))
        #expect(try world.outputs() == [.reply("t", .done(id: nil))])
        #expect(world.link.openRequests == 0)
    }

    @Test("answers in another order find their requests")
    func answersInAnyOrder() throws {
        var world = try World.up()
        world.link.ask(.attach(opaqueID: "a"), tag: "a", at: world.now)
        world.link.ask(.attach(opaqueID: "b"), tag: "b", at: world.now)
        _ = try world.outputs()
        let transactions = world.sent.suffix(2).map(\.transaction)
        world.link.received(JanusMessage(kind: .success, transaction: transactions[1], dataID: 2), at: world.now)
        world.link.received(JanusMessage(kind: .success, transaction: transactions[0], dataID: 1), at: world.now)
        #expect(try world.outputs() == [.reply("b", .done(id: 2)), .reply("a", .done(id: 1))])
    }

    @Test("what is not answered in time fails, and an attachment that is made all the same is told")
    func requestsTimeOut() throws {
        var world = try World.up()
        world.link.ask(.attach(opaqueID: "a"), tag: "a", at: world.now)
        world.link.ask(.detach(handle: 1), tag: "d", at: world.now)
        _ = try world.outputs()
        let attach = world.sent[world.sent.count - 2].transaction
        world.now = .seconds(10)
        #expect(try #require(world.link.deadline) <= world.now)
        world.link.timePassed(at: world.now)
        #expect(try world.outputs() == [.reply("a", .failed(.timedOut)), .reply("d", .failed(.timedOut))])
        #expect(world.link.timeoutsCount == 2)
        world.link.received(JanusMessage(kind: .success, transaction: attach, dataID: 9), at: world.now)
        #expect(try world.outputs() == [.strayHandle(9)])
        #expect(world.link.openRequests == 0)
    }

    @Test("a lost connection claims its session, and what was asked meanwhile is asked then")
    func lostConnectionClaims() throws {
        var world = try World.up()
        world.link.ask(.attach(opaqueID: "a"), tag: "a", at: world.now)
        _ = try world.outputs()
        world.link.closed(at: world.now)
        world.link.ask(.attach(opaqueID: "b"), tag: "b", at: world.now)
        #expect(try world.outputs() == [.reply("a", .failed(.linkLost))])
        world.now += .milliseconds(100)
        world.link.timePassed(at: world.now)
        #expect(try world.outputs() == [.connect])
        world.link.opened(at: world.now)
        #expect(try world.outputs() == [])
        #expect(world.sent.last?.kind == "claim")
        #expect(world.sent.last?.session == 7)
        world.answer(JanusMessage(kind: .success))
        #expect(try world.outputs() == [.began(session: 7, isNew: false)])
        #expect(world.sent.last?.kind == "attach")
    }

    @Test("a session that Janus does not know any more gives way to a new one")
    func unknownSessionIsReplaced() throws {
        var world = try World.up()
        world.link.closed(at: world.now)
        world.now += .seconds(1)
        world.link.timePassed(at: world.now)
        _ = try world.outputs()
        world.link.opened(at: world.now)
        _ = try world.outputs()
        world.answer(Self.noSession)
        #expect(try world.outputs() == [.ended])
        #expect(world.sent.last?.kind == "create")
        #expect(world.sent.last?.session == nil)
        world.answer(JanusMessage(kind: .success, dataID: 8))
        #expect(try world.outputs() == [.began(session: 8, isNew: true)])
    }

    @Test("a session that cannot be claimed in time is given up, and not claimed later")
    func reclaimEnds() throws {
        var world = try World.up()
        world.link.closed(at: world.now)
        var outputs: [Link.Output] = []
        for _ in 0..<60 {
            world.now += .milliseconds(100)
            world.link.timePassed(at: world.now)
            for output in try world.outputs() {
                outputs.append(output)
                if output == .connect { world.link.closed(at: world.now) }
            }
        }
        #expect(outputs.filter { $0 == .ended }.count == 1)
        #expect(outputs.filter { $0 == .connect }.count > 3)
        world.link.ask(.attach(opaqueID: "a"), tag: "a", at: world.now)
        #expect(try world.outputs() == [.reply("a", .failed(.linkLost))])
        world.now += .seconds(10)
        world.link.timePassed(at: world.now)
        world.link.opened(at: world.now)
        _ = try world.outputs()
        #expect(world.sent.last?.kind == "create")
    }

    @Test("a session that Janus ends by itself gives way to a new one")
    func timeoutOfSession() throws {
        var world = try World.up()
        world.link.received(JanusMessage(kind: .timeout, sessionID: 6), at: world.now)
        #expect(try world.outputs() == [])
        world.link.received(JanusMessage(kind: .timeout, sessionID: 7), at: world.now)
        #expect(try world.outputs() == [.ended])
        #expect(world.sent.last?.kind == "create")
    }

    @Test("signs of life go out, and a connection on which they find no answer is replaced")
    func keepAlive() throws {
        var world = try World.up()
        world.now = .seconds(20)
        world.link.timePassed(at: world.now)
        #expect(try world.outputs() == [])
        #expect(world.sent.last?.kind == "keepalive")
        world.answer(JanusMessage(kind: .ack))
        world.now = .seconds(40)
        world.link.timePassed(at: world.now)
        _ = try world.outputs()
        world.now = .seconds(50)
        world.link.timePassed(at: world.now)
        #expect(try world.outputs() == [.disconnect])
        #expect(world.link.session == 7)
    }

    @Test("pauses between attempts grow, and no further than to their bound")
    func pausesGrow() throws {
        var world = World()
        world.link.start(at: world.now)
        var pauses: [Duration] = []
        for _ in 0..<12 {
            _ = try world.outputs()
            world.link.closed(at: world.now)
            let deadline = try #require(world.link.deadline)
            pauses.append(deadline - world.now)
            world.now = deadline
            world.link.timePassed(at: world.now)
        }
        #expect(pauses == pauses.sorted())
        #expect(pauses.first == .milliseconds(100))
        #expect(pauses.last == LinkTimings().pauseMax)
    }

    @Test("once it is stopped nothing is sent, told or tried")
    func stopped() throws {
        var world = try World.up()
        world.link.ask(.detach(handle: 1), tag: "d", at: world.now)
        _ = try world.outputs()
        world.link.stop()
        #expect(try world.outputs() == [.disconnect])
        world.link.closed(at: world.now)
        world.link.timePassed(at: .seconds(100))
        #expect(try world.outputs() == [])
        #expect(world.link.deadline == nil)
    }

    @Test("no more requests wait than the bound allows")
    func bounded() throws {
        var world = try World.up()
        for index in 0..<Link.requestsMax { world.link.ask(.detach(handle: UInt64(index)), tag: nil, at: world.now) }
        _ = world.link.takeOutputs()
        world.link.ask(.detach(handle: 1), tag: "late", at: world.now)
        #expect(world.link.takeOutputs() == [.reply("late", .failed(.linkLost))])
    }
}
