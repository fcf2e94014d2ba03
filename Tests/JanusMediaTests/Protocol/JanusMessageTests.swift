// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import Testing
import Wire

@testable import JanusMedia

@Suite("Messages of Janus")
struct JanusMessageTests {
    private func read(_ text: String) throws -> JanusMessage { try JanusMessage(Array(text.utf8)) }

    @Test("an answer of VideoRoom is read with its sections and its SDP")
    func answerOfRoom() throws {
        let message = try self.read(
            #"""
            {"janus":"event","session_id":5867689356970858,"transaction":"42","sender":1288490522202608,"plugindata":
            {"plugin":"janus.plugin.videoroom","data":{"videoroom":"attached","room":"1","streams":[{"type":"video",
            "active":true,"mindex":0,"mid":"0","ready":false,"send":true,"feed_id":"f-1","feed_mid":"1",
            "feed_description":"camera","codec":"vp8"},{"type":"audio","mid":"1","active":false}]}},
            "jsep":{"type":"offer","sdp":"v=0\r\n"}}
            """#
        )
        #expect(message.transaction == 42)
        #expect(message.sender == 1_288_490_522_202_608)
        let streams = [
            VideoRoomStream(mid: "0", feed: "f-1", feedMid: "1", feedDescription: "camera"), VideoRoomStream(mid: "1"),
        ]
        let data = VideoRoomData(kind: "attached", streams: streams)
        #expect(message.reply == .room(data, .offer("v=0\r\n")))
    }

    @Test("refusals of Janus and of VideoRoom are failures")
    func refusals() throws {
        let core = try self.read(
            #"{"janus":"error","transaction":"1","error":{"code":458,"reason":"No such session 77"}}"#
        )
        #expect(core.reply == .failed(.core(code: 458, reason: "No such session 77")))
        let room = try self.read(
            #"{"janus":"success","plugindata":{"data":{"videoroom":"event","error_code":426,"error":"No such room"}}}"#
        )
        #expect(room.reply == .failed(.room(code: 426, reason: "No such room")))
    }

    @Test(
        "what is of no account is passed over",
        arguments: [
            #"{"janus":"media","sender":1,"mid":"0","type":"audio","receiving":false,"seconds":2}"#,
            #"{"janus":"slowlink","sender":1,"mid":"0","media":"video","uplink":true,"lost":12}"#,
            #"{"janus":"trickle","sender":1,"candidate":{"completed":true}}"#,
        ]
    )
    func others(_ text: String) throws {
        #expect(try self.read(text).kind == .other)
        #expect(try self.read(text).reply == nil)
    }

    @Test("a message with an SDP of a hundred kilobytes is read")
    func largeDescription() throws {
        let sdp = String(repeating: "a=candidate:1 1 udp 2015363327 192.0.2.2 37665 typ host\\r\\n", count: 2_000)
        let message = try self.read(#"{"janus":"event","jsep":{"type":"answer","sdp":"\#(sdp)"}}"#)
        #expect(message.description?.sdp.utf8.count == 2_000 * 59 - 2_000 * 2)
    }

    @Test("what is no message is refused", arguments: ["", "[]", #"{"janus":7}"#, #"{"janus":"event","jsep":{}}"#])
    func nonsense(_ text: String) {
        #expect(throws: JSONFault.self) { try self.read(text) }
    }

    @Test("only candidates that Janus can use are passed on")
    func candidates() {
        func isOfUse(_ text: String) -> Bool { ICECandidate(candidate: text, mid: "0", index: 0).isOfUse }
        #expect(isOfUse("candidate:1 1 udp 2122260223 192.0.2.2 40000 typ host generation 0"))
        #expect(isOfUse("candidate:1 1 UDP 2122260223 192.0.2.2 40000 typ relay raddr 0.0.0.0 rport 0"))
        #expect(!isOfUse(""))
        #expect(!isOfUse("candidate:1 2 udp 2122260223 192.0.2.2 40000 typ host"))
        #expect(!isOfUse("candidate:1 1 tcp 1518280447 192.0.2.2 9 typ host tcptype active"))
    }

    @Test("names at Janus lead back to whose they are")
    func names() throws {
        let feed = FeedName(session: .init(0xA11CE), life: 12)
        #expect(feed.text == "00000000000a11ce-12")
        #expect(FeedName(feed.text) == feed)
        #expect(FeedName("00000000000a11ce") == nil)
        let name = OpaqueName(HandleKey(room: .test, session: .init(0xB0B), side: .subscribe, life: 3))
        #expect(name.text == "plenary/428913001/0000000000000b0b/subscribe")
        #expect(OpaqueName(name.text) == name)
        #expect(OpaqueName("plenary/1/2/publish") == nil)
        #expect(OpaqueName(OpaqueName.control("0123")) == nil)
    }

    @Test("a room's secret depends on the key and on the room")
    func secrets() {
        let secret = RoomSecret.derive(.test, key: [1, 2, 3])
        #expect(secret.count == 64)
        #expect(secret == RoomSecret.derive(.test, key: [1, 2, 3]))
        #expect(secret != RoomSecret.derive(.test(2), key: [1, 2, 3]))
        #expect(secret != RoomSecret.derive(.test, key: [1, 2, 4]))
    }
}
