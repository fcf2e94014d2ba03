// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing
import Wire

/// What the request samples of the page say.
enum SampleRequests {
    static let room = WireRoom(428_913_577)
    static let session = WireSession(0x00C2_F5A8_1B3E_9D74)
    static let otherSession = WireSession(0x00C2_F5A8_1B3E_9D75)
    static let accessToken = SecretText("eyJhbGciOiJFUzI1NiJ9.e30.c2ln")

    static func account(_ id: UInt64) -> WireParticipant { WireParticipant(.account, id) }

    static func token(firstByte: UInt8) throws -> ResumeToken {
        let secret: [UInt8] =
            firstByte == 0 ? Array(0...15) : [firstByte] + Array(0...14)
        return ResumeToken(node: 1, loop: 0, session: self.session, secret: try #require(ResumeSecret(secret)))
    }

    static func expected() throws -> [String: ClientRequest] {
        var requests = try self.sessionAndRoom()
        requests.merge(try self.rosterMediaChat()) { one, _ in one }
        requests.merge(SampleGuests.requests()) { one, _ in one }
        requests.merge(SampleMedia.requests()) { one, _ in one }
        requests.merge(self.floor()) { one, _ in one }
        requests.merge(self.control()) { one, _ in one }
        return requests
    }

    static func request(_ id: Int64, _ call: ClientCall) -> ClientRequest {
        ClientRequest(id: .number(id), call: call)
    }

    private static func sessionAndRoom() throws -> [String: ClientRequest] {
        [
            "session.ping": self.request(7, .sessionPing),
            "session.resume": self.request(
                1,
                .sessionResume(
                    .init(
                        token: try self.token(firstByte: 0),
                        room: self.room,
                        streams: [
                            .room: StreamPosition(epoch: 3, offset: 57),
                            .summary: StreamPosition(epoch: 3, offset: 12),
                            .own: StreamPosition(epoch: 3, offset: 0),
                            .page(unit: 1_301, page: 1): StreamPosition(epoch: 3, offset: 4),
                        ]
                    )
                )
            ),
            "session.authenticate password": self.request(
                1,
                .sessionAuthenticate(.password(identifier: "wangwei", password: SecretText("correct horse")))
            ),
            "session.authenticate token": self.request(
                1,
                .sessionAuthenticate(.token(accessToken: self.accessToken))
            ),
            "session.refresh": self.request(2, .sessionRefresh(.init(accessToken: self.accessToken))),
            "session.bye": self.request(3, .sessionBye),
            "room.create": self.request(
                4,
                .roomCreate(.init(title: "Flood control", limit: 500, sessionPolicy: .replace, key: "c1"))
            ),
            "room.join": self.request(5, .roomJoin(.init(room: self.room, people: 1, wantsMedia: true))),
            "room.leave": self.request(6, .roomLeave(.init(room: self.room))),
            "room.info": self.request(6, .roomInfo(.init(room: self.room))),
        ]
    }

    private static func rosterMediaChat() throws -> [String: ClientRequest] {
        let payload = try OpaqueJSON(Array(#"{"type":"offer","sdp":"v=0"}"#.utf8))
        return [
            "roster.watch": self.request(
                8,
                .rosterWatch(
                    .init(room: self.room, streams: [.unitSummary(unit: 13), .page(unit: 1_301, page: 1)])
                )
            ),
            "roster.unwatch": self.request(
                8,
                .rosterUnwatch(.init(room: self.room, streams: [.unitSummary(unit: 13)]))
            ),
            "roster.page": self.request(8, .rosterPage(.init(room: self.room, unit: 1_301, page: 1))),
            "roster.search": self.request(8, .rosterSearch(.init(room: self.room, query: "wangw"))),
            "media.report": self.request(8, .mediaReport(.init(room: self.room, microphone: .on, camera: .off))),
            "signal.send": self.request(
                8,
                .signalSend(.init(room: self.room, to: self.otherSession, payload: payload))
            ),
            "chat.send": self.request(8, .chatSend(.init(room: self.room, text: "Good morning", key: "m1"))),
        ]
    }

    private static func floor() -> [String: ClientRequest] {
        let participant = self.account(21)
        return [
            "floor.request": self.request(8, .floorRequest(.init(room: self.room, key: "f1"))),
            "floor.release": self.request(8, .floorRelease(.init(room: self.room, key: "f2"))),
            "floor.grant": self.request(
                8,
                .floorGrant(.init(room: self.room, participant: participant, key: "f3"))
            ),
            "floor.deny": self.request(8, .floorDeny(.init(room: self.room, participant: participant, key: "f4"))),
            "floor.revoke": self.request(
                8,
                .floorRevoke(.init(room: self.room, participant: participant, key: "f5"))
            ),
        ]
    }

    private static func control() -> [String: ClientRequest] {
        [
            "control.lock": self.request(8, .controlLock(.init(room: self.room, key: "k1"))),
            "control.unlock": self.request(8, .controlUnlock(.init(room: self.room, key: "k2"))),
            "control.mute all": self.request(
                8,
                .controlMute(.init(room: self.room, target: .all(selfUnmute: false), key: "k3"))
            ),
            "control.mute some": self.request(
                8,
                .controlMute(
                    .init(room: self.room, target: .participants([self.account(19), self.account(20)]), key: "k4")
                )
            ),
            "control.unmute": self.request(8, .controlUnmute(.init(room: self.room, target: .all, key: "k5"))),
            "control.hide": self.request(
                8,
                .controlHide(.init(room: self.room, participants: [self.account(19)], key: "k10"))
            ),
            "control.show": self.request(
                8,
                .controlShow(.init(room: self.room, participants: [self.account(19)], key: "k11"))
            ),
            "control.kick": self.request(
                8,
                .controlKick(.init(room: self.room, participant: self.account(19), key: "k6"))
            ),
            "control.promote": self.request(
                8,
                .controlPromote(.init(room: self.room, participant: self.account(18), key: "k7"))
            ),
            "control.demote": self.request(
                8,
                .controlDemote(.init(room: self.room, participant: self.account(18), key: "k8"))
            ),
            "control.end": self.request(8, .controlEnd(.init(room: self.room, key: "k9"))),
        ]
    }
}
