// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import SimulationKit

/// The double on a real loop.
final class DoubleBench: MediaBench {
    let double = MediaDouble()
    let inbox = NoticeInbox()
    let shelf = Address(node: 1, loop: 0, role: .rooms)
    private let loop = EventLoopThread()

    var media: any MediaPlane { self.double }
    var listenerLoop: any EventLoop { self.loop }

    init() {
        self.loop.start(name: "double")
        self.double.listen(for: self.shelf, on: self.loop) { [inbox] in inbox.add($0) }
        self.settle()
        self.inbox.clear()
    }

    deinit {
        self.loop.stop()
        self.loop.join()
    }

    func makeClient() -> any MediaClient { DoubleClient() }

    func crash() {
        self.double.reset()
    }

    func kill() {
        self.double.setReady(false)
    }

    func restart() {
        self.double.setReady(true)
    }

    func passes(_ track: Track, in room: RoomID) -> Bool { self.double.passes(track, in: room) }

    func settle() {
        let isDone = Monitor(false)
        self.loop.post { isDone.change { $0 = true } }
        isDone.wait { $0 ? () : nil }
    }
}

private final class DoubleClient: MediaClient {
    private var kinds: [TrackKind] = []

    func offer(_ kinds: [TrackKind]) -> (sdp: String, tracks: [OfferedTrack]) {
        self.kinds += kinds
        let tracks = self.kinds.enumerated().map { OfferedTrack(mid: String($0), kind: $1) }
        return ("v=0", tracks)
    }

    func take(answer sdp: String) {}

    func answer(_ sdp: String) -> String { "v=0" }

    func hangUp() {}
}
