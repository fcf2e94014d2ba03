// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import Testing
import Wire

@testable import Broker

@Suite("Media of a room by way of a media server")
struct RoomMediaTests {
    /// A room with its chair and more in it, all with media: it has moved to the server.
    private func stage(
        with count: UInt64,
        _ limits: BrokerLimits = BrokerLimits()
    ) -> (stage: HostStage, people: [Person]) {
        let stage = HostStage.open(limits, mediaGeneration: 7)
        var people = (1...count).map { Person($0) }
        for index in people.indices { stage.say(people[index].join(wantsMedia: true)) }
        _ = stage.takeSent()
        stage.orders = []
        return (stage, people)
    }

    private func places(_ stage: HostStage, _ count: UInt64) -> [Decision.MediaPlace] {
        (1...count).compactMap { account in
            var person = Person(account)
            stage.say(person.join(wantsMedia: true))
            guard case .joined(let answer) = stage.takeReply() else { return nil }
            return answer.place
        }
    }

    private let camera = OfferedTrack(mid: "1", kind: .camera)
    private let microphone = OfferedTrack(mid: "0", kind: .microphone)

    private func publish(_ person: inout Person, _ tracks: [OfferedTrack], isFresh: Bool = true) -> RoomsMessage.Body {
        .media(person.session, .publish(sdp: "offer", tracks: tracks, isFresh: isFresh), person.address())
    }

    private func subscribe(_ person: inout Person, to wishes: [TrackWish]) -> RoomsMessage.Body {
        .media(person.session, .subscribe(wishes, isFresh: false), person.address())
    }

    private func wish(_ kind: TrackKind, of person: Person) -> TrackWish {
        TrackWish(Track(kind, of: person.session), layer: .high)
    }

    private func hear(_ stage: HostStage, _ event: MediaEvent) {
        stage.host.receive(event)
        stage.host.endTurn(at: stage.time)
        stage.collect()
        stage.settle()
    }

    /// Has a person publish, and the media server take it in.
    private func published(_ stage: HostStage, _ person: inout Person, _ tracks: [OfferedTrack]) {
        stage.say(self.publish(&person, tracks))
        guard case .publish(_, let offer) = stage.orders.last else {
            Issue.record("No offer was ordered: \(stage.orders)")
            return
        }
        self.hear(stage, .published(person.session, request: offer.request, sdp: "answer"))
    }

    // MARK: How media travels

    @Test("the fifth that wants media moves the room to the media server, for everybody")
    func fifthMoves() {
        let stage = HostStage.open(mediaGeneration: 7)
        #expect(self.places(stage, 6) == [.mesh, .mesh, .mesh, .mesh, .server, .server])
        #expect(stage.host.room.isMediaMoved)
        #expect(stage.host.room.mesh.members.isEmpty)
    }

    @Test("without a media server the fifth has no place")
    func fifthWithout() {
        let stage = HostStage.open()
        #expect(self.places(stage, 6) == [.mesh, .mesh, .mesh, .mesh, .full, .full])
    }

    @Test("who found no place while the media server was away moves the room when it is back")
    func moveWhenReady() {
        let stage = HostStage.open(mediaGeneration: 7)
        stage.host.mediaReadinessChanged(generation: nil, at: stage.time)
        #expect(self.places(stage, 5).last == .full)
        stage.host.mediaReadinessChanged(generation: 8, at: stage.time)
        stage.host.endTurn(at: stage.time)
        stage.collect()
        stage.settle()
        #expect(stage.host.room.isMediaMoved)
    }

    @Test("a media server that is back while the store fails moves the room as soon as the store is back, too")
    func moveWhenStoreRecovers() {
        let stage = HostStage.open(mediaGeneration: 7)
        stage.host.mediaReadinessChanged(generation: nil, at: stage.time)
        #expect(self.places(stage, 5).last == .full)
        var late = Person(90)
        stage.turn(late.join())
        stage.end(HostStage.failure)
        stage.host.mediaReadinessChanged(generation: 8, at: stage.time)
        stage.host.endTurn(at: stage.time)
        stage.collect()
        #expect(!stage.host.room.isMediaMoved)
        stage.run(.seconds(1))
        #expect(stage.host.room.isMediaMoved)
    }

    @Test("media is refused to who has none, and in a room that has not moved")
    func refusedOutside() {
        let stage = HostStage.open(mediaGeneration: 7)
        var ann = Person(2)
        stage.say(ann.join(wantsMedia: true))
        stage.say(self.publish(&ann, [self.camera]))
        #expect(stage.takeRefusals() == [.permissionDenied])
    }

    // MARK: Publishing and subscribing

    @Test("an offer is ordered, and answered with what the media server answers")
    func publishes() {
        var (stage, people) = self.stage(with: 5)
        self.published(stage, &people[4], [self.microphone, self.camera])
        guard case .published("answer") = stage.takeReply() else {
            Issue.record("The offer was not answered")
            return
        }
        #expect(stage.host.media.publishers[people[4].session]?.kinds == [.microphone, .camera])
    }

    @Test("a wish for what nobody publishes yet comes true when somebody does, and ends when nobody does any more")
    func wishComesTrue() {
        var (stage, people) = self.stage(with: 5)
        let wish = self.wish(.camera, of: people[1])
        stage.say(self.subscribe(&people[0], to: [wish]))
        #expect(stage.orders.isEmpty)
        self.published(stage, &people[1], [self.camera])
        #expect(stage.orders.last == .subscribe(people[0].session, [wish], isFresh: false))
        stage.say(.media(people[1].session, .unpublish, people[1].address()))
        #expect(
            stage.orders.suffix(2) == [
                .unpublish(people[1].session), .subscribe(people[0].session, [], isFresh: false),
            ]
        )
    }

    @Test("asking again for the same orders nothing")
    func sameWish() {
        var (stage, people) = self.stage(with: 5)
        self.published(stage, &people[1], [self.camera])
        stage.say(self.subscribe(&people[0], to: [self.wish(.camera, of: people[1])]))
        stage.orders = []
        stage.say(self.subscribe(&people[0], to: [self.wish(.camera, of: people[1])]))
        #expect(stage.orders.isEmpty)
    }

    @Test("nobody gets what it sends itself")
    func ownTracks() {
        var (stage, people) = self.stage(with: 5)
        self.published(stage, &people[1], [self.camera])
        stage.orders = []
        stage.say(self.subscribe(&people[1], to: [self.wish(.camera, of: people[1])]))
        #expect(stage.orders.isEmpty)
    }

    @Test("beyond the limit only who is on the Stage may publish")
    func publishersMax() {
        var limits = BrokerLimits()
        limits.publishersMax = 1
        var (stage, people) = self.stage(with: 5, limits)
        self.published(stage, &people[1], [self.camera])
        stage.say(self.publish(&people[2], [self.camera]))
        #expect(stage.takeRefusals() == [.tooManyPublishers])
        self.published(stage, &people[0], [self.camera])
        #expect(stage.host.media.publishers.count == 2)
    }

    @Test("a kind that is named twice in one offer is refused")
    func twice() {
        var (stage, people) = self.stage(with: 5)
        stage.say(self.publish(&people[1], [self.camera, OfferedTrack(mid: "2", kind: .camera)]))
        #expect(stage.takeRefusals() == [.invalidParams])
        #expect(stage.orders.isEmpty)
    }

    @Test("an offer to a subscriber reaches it on its own stream")
    func offered() throws {
        var (stage, people) = self.stage(with: 5)
        self.published(stage, &people[1], [self.camera])
        stage.say(self.subscribe(&people[0], to: [self.wish(.camera, of: people[1])]))
        _ = stage.takeSent()
        let track = SubscribedTrack(mid: "0", track: Track(.camera, of: people[1].session))
        let offer = SubscribeOffer(revision: 1, isFresh: true, sdp: "offer", tracks: [track])
        self.hear(stage, .offered(people[0].session, offer))
        let sent = stage.takeSent().compactMap { sent -> [UInt8]? in
            guard case .direct(people[0].session, let frame) = sent.body else { return nil }
            return frame
        }
        #expect(pushes(sent).map(\.method) == ["media.offered"])
        stage.say(.media(people[0].session, .answer(revision: 1, sdp: "answer"), people[0].address()))
        #expect(stage.orders.last == .answer(people[0].session, revision: 1, sdp: "answer"))
    }

    // MARK: Orders

    @Test("an order to be silent holds the sound back at the media server, until it is lifted")
    func muted() {
        var (stage, people) = self.stage(with: 5)
        self.published(stage, &people[1], [self.microphone, self.camera])
        stage.orders = []
        stage.say(people[0].command(.mute([people[1].principal]), key: "a"))
        #expect(
            stage.orders == [
                .allow(people[1].session, .microphone, false), .allow(people[1].session, .screenAudio, false),
            ]
        )
        stage.orders = []
        stage.say(people[0].command(.unmute([people[1].principal]), key: "b"))
        #expect(
            stage.orders == [
                .allow(people[1].session, .microphone, true), .allow(people[1].session, .screenAudio, true),
            ]
        )
    }

    @Test("who publishes under an order is held back from the first moment")
    func mutedBefore() {
        var (stage, people) = self.stage(with: 5)
        stage.say(people[0].command(.muteAll(selfUnmute: false), key: "a"))
        self.published(stage, &people[1], [self.microphone])
        #expect(stage.orders.contains(.allow(people[1].session, .microphone, false)))
        stage.orders = []
        self.published(stage, &people[0], [self.microphone])
        #expect(!stage.orders.contains { if case .allow = $0 { true } else { false } }, "the chair is exempt")
    }

    @Test("who may lift an order for itself is let through when it does")
    func selfUnmuted() {
        var (stage, people) = self.stage(with: 5)
        self.published(stage, &people[1], [self.microphone])
        stage.say(people[0].command(.muteAll(selfUnmute: true), key: "a"))
        stage.orders = []
        let report = MediaReport(isMicrophoneOn: true, isCameraOn: false)
        stage.say(.report(people[1].session, report, people[1].address()))
        #expect(stage.orders.contains(.allow(people[1].session, .microphone, true)))
    }

    @Test("a participant that is hidden is not seen, and its receipt says that the server sees to it")
    func hidden() {
        var (stage, people) = self.stage(with: 5)
        self.published(stage, &people[1], [self.microphone, self.camera])
        _ = stage.takeSent()
        stage.orders = []
        stage.say(people[0].command(.hide([people[1].principal]), key: "a"))
        #expect(
            stage.orders == [
                .allow(people[1].session, .camera, false), .allow(people[1].session, .screen, false),
            ]
        )
        guard case .receipt(let receipt) = stage.takeReply() else {
            Issue.record("No receipt")
            return
        }
        #expect(receipt.enforcement == .server)
        #expect(receipt.applied == 1)
    }

    @Test("who is removed is detached as soon as the removal is durable, and its credentials end")
    func kicked() {
        var (stage, people) = self.stage(with: 5)
        self.published(stage, &people[1], [self.camera])
        stage.say(self.subscribe(&people[2], to: [self.wish(.camera, of: people[1])]))
        stage.orders = []
        stage.revoked = []
        stage.turn(people[0].command(.kick(people[1].principal), key: "a"))
        #expect(stage.orders.isEmpty, "nothing leaves before the log has it")
        stage.settle()
        #expect(stage.orders == [.detach(people[1].session), .subscribe(people[2].session, [], isFresh: false)])
        #expect(stage.revoked == [people[1].session])
    }

    @Test("the end of the room closes everything")
    func ended() {
        var (stage, people) = self.stage(with: 5)
        self.published(stage, &people[1], [self.camera])
        stage.orders = []
        stage.say(people[0].command(.end, key: "a"))
        #expect(stage.orders == [.close])
    }

    // MARK: What is lost

    @Test("a media server that is another makes everybody begin anew, and answers what was under way")
    func anotherServer() {
        var (stage, people) = self.stage(with: 5)
        self.published(stage, &people[1], [self.camera])
        stage.say(self.publish(&people[2], [self.camera]))
        _ = stage.takeSent()
        stage.host.mediaReadinessChanged(generation: nil, at: stage.time)
        stage.host.mediaReadinessChanged(generation: 8, at: stage.time)
        stage.host.endTurn(at: stage.time)
        stage.collect()
        stage.settle()
        #expect(stage.takeRefusals() == [.mediaUnavailable])
        #expect(stage.host.media.publishers.isEmpty)
        stage.run(.seconds(1))
        #expect(stage.host.publications.state.generation == 8)
    }

    @Test("after a restart media goes on for who is seated, and for nobody else")
    func adopted() {
        var (stage, people) = self.stage(with: 5)
        self.published(stage, &people[1], [self.camera])
        let next = stage.restarted(mediaGeneration: 7)
        #expect(next.orders == [.adopt])
        next.orders = []
        let stranger = SessionID(99)
        self.hear(next, .adopted([people[1].session: [.camera], stranger: [.camera]]))
        #expect(next.orders == [.detach(stranger), .allow(people[1].session, .camera, true)])
        #expect(next.host.media.publishers[people[1].session]?.kinds == [.camera])
    }

    @Test("who can be seen and heard is told at once, and then at most four times a second")
    func publications() {
        var (stage, people) = self.stage(with: 5)
        stage.run(.seconds(2))
        _ = stage.takeSent()
        self.published(stage, &people[1], [self.camera])
        self.published(stage, &people[2], [self.camera])
        let frames = {
            stage.takeSent().compactMap { sent -> [UInt8]? in
                guard case .deliver(.publications, let frame) = sent.body else { return nil }
                return frame
            }
        }
        #expect(pushes(frames()).count == 1)
        stage.run(.milliseconds(249))
        #expect(pushes(frames()).isEmpty)
        stage.run(.milliseconds(1))
        #expect(pushes(frames()).count == 1)
        #expect(stage.host.publications.state.entries.count == 2)
    }
}
