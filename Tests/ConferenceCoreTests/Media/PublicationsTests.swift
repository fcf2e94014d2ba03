// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Testing

@Suite("The stream of publications")
struct PublicationsTests {
    private func publication(
        _ number: UInt64,
        isOnStage: Bool = false,
        microphone: Bool = false,
        screen: Bool = false
    ) -> Publication {
        Publication(
            session: SessionID(number),
            principal: Principal(.account, number),
            name: "Person \(number)",
            isOnStage: isOnStage,
            order: number,
            hasMicrophone: microphone,
            hasCamera: true,
            hasScreen: screen
        )
    }

    @Test("a change names what is different, and nothing else")
    func change() {
        var publications = Publications()
        let first = publications.publish([self.publication(1), self.publication(2)], generation: 7, isReady: true)
        #expect(first?.offset == 1)
        #expect(first?.generation == 7)
        #expect(first?.isReady == true)
        #expect(first?.put.count == 2)
        let next = publications.publish(
            [self.publication(2), self.publication(3, microphone: true)],
            generation: 7,
            isReady: true
        )
        #expect(next?.offset == 2)
        #expect(next?.generation == nil)
        #expect(next?.isReady == nil)
        #expect(next?.remove == [SessionID(1)])
        #expect(next?.put == [self.publication(3, microphone: true)])
    }

    @Test("what is as before is not told")
    func same() {
        var publications = Publications()
        _ = publications.publish([self.publication(1)], generation: 7, isReady: true)
        #expect(publications.publish([self.publication(1)], generation: 7, isReady: true) == nil)
        #expect(publications.offset == 1)
    }

    @Test("of a thousand publishers the Stage, screens and open microphones are listed before others")
    func bounded() {
        var all = (0..<1_000).map { self.publication($0) }
        all[997] = self.publication(997, isOnStage: true)
        all[998] = self.publication(998, microphone: true)
        all[999] = self.publication(999, screen: true)
        var publications = Publications()
        let delta = publications.publish(all, generation: 7, isReady: true)
        #expect(publications.state.entries.count == Publications.listedMax)
        #expect(publications.state.more == 1_000 - Publications.listedMax)
        #expect(delta?.put.count == Publications.listedMax)
        for number: UInt64 in [997, 998, 999] { #expect(publications.state.entries[SessionID(number)] != nil) }
    }
}
