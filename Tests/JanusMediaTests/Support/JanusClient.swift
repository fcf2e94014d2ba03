// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import Foundation

// A browser made of Janus itself. In a room of the test's own a dummy publisher offers sound and pictures; a handle
// that subscribes to it makes the offers that a browser would make, and a handle that publishes there answers the
// offers that a browser would get. ICE and DTLS are real, so Janus believes that somebody is there; no media is sent.

final class JanusClient: MediaClient {
    private let janus: RawJanus
    private let room: String
    private let dummy: String
    private var handle: Int?

    init(_ janus: RawJanus, room: String, dummy: String) {
        self.janus = janus
        self.room = room
        self.dummy = dummy
    }

    /// Makes the room with the dummy publisher.
    ///
    /// - Returns: The publisher's name in it.
    static func makeRoom(_ room: String, at janus: RawJanus) throws -> String {
        let handle = try janus.attach()
        let codecs = [["codec": "opus"], ["codec": "vp8"]]
        try janus.ask(
            [
                "request": "create", "room": room, "publishers": 100, "videocodec": "vp8,h264", "dummy_publisher": true,
                "dummy_streams": codecs,
            ],
            of: handle
        )
        let (data, _) = try janus.ask(["request": "listparticipants", "room": room], of: handle)
        let participants = data["participants"] as? [[String: Any]]
        guard let dummy = participants?.first?["id"] as? String else {
            throw RawJanus.Failure(description: "no dummy publisher: \(data)")
        }
        return dummy
    }

    private var kinds: [TrackKind] = []

    func offer(_ kinds: [TrackKind]) throws -> (sdp: String, tracks: [OfferedTrack]) {
        self.kinds += kinds
        let streams = kinds.map { kind in
            ["feed": self.dummy, "mid": kind == .camera || kind == .screen ? "1" : "0"]
        }
        let sdp: String?
        if let handle = self.handle {
            sdp = try self.janus.ask(["request": "update", "subscribe": streams], of: handle).sdp
        } else {
            let handle = try self.janus.attach()
            self.handle = handle
            let join: [String: Any] = [
                "request": "join", "ptype": "subscriber", "room": self.room, "use_msid": false, "autoupdate": false,
                "streams": streams,
            ]
            sdp = try self.janus.ask(join, of: handle).sdp
        }
        guard let sdp else { throw RawJanus.Failure(description: "no offer") }
        return (sdp, self.kinds.enumerated().map { OfferedTrack(mid: String($0), kind: $1) })
    }

    func take(answer sdp: String) throws {
        guard let handle = self.handle else { throw RawJanus.Failure(description: "an answer without an offer") }
        try self.janus.ask(["request": "start"], of: handle, (type: "answer", sdp: sdp))
    }

    func answer(_ sdp: String) throws -> String {
        let request: String
        let handle: Int
        if let known = self.handle {
            handle = known
            request = "configure"
        } else {
            handle = try self.janus.attach()
            self.handle = handle
            let join: [String: Any] = [
                "request": "join", "ptype": "publisher", "room": self.room, "id": UUID().uuidString,
            ]
            try self.janus.ask(join, of: handle)
            request = "publish"
        }
        let answer = try self.janus.ask(["request": request], of: handle, (type: "offer", sdp: sdp)).sdp
        guard let answer else { throw RawJanus.Failure(description: "no answer") }
        return answer
    }

    func hangUp() throws {
        guard let handle = self.handle else { return }
        try self.janus.waitUntilUp(handle)
        try self.janus.ask(["janus": "detach", "handle_id": handle])
        self.handle = nil
    }

    /// Waits until media can flow.
    func waitUntilUp() throws {
        guard let handle = self.handle else { throw RawJanus.Failure(description: "no connection") }
        try self.janus.waitUntilUp(handle)
    }

    /// Whether the other side ends the connection within some seconds.
    func isHungUp() throws -> Bool {
        guard let handle = self.handle else { return true }
        return self.janus.goesDown(handle)
    }
}
