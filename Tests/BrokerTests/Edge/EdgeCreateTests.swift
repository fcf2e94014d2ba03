// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import SimulationKit
import Testing
import Wire

@testable import Broker

@Suite("Creating a room")
struct EdgeCreateTests {
    private func create(_ key: String, title: String = "t") -> ClientCall {
        .roomCreate(ClientCall.CreateRoom(title: title, limit: 20, sessionPolicy: .allow, key: key))
    }

    /// The room that was asked for last.
    private func asked(_ stage: EdgeStage) throws -> RoomInfo {
        guard case .create(let info, _)? = stage.takeAsked().last else {
            throw WireError(.internalError, details: "no room was asked")
        }
        return info
    }

    @Test("the answer names the room and its link")
    func created() throws {
        let stage = EdgeStage()
        let client = stage.signedIn(as: 7)
        let id = stage.ask(self.create("k"), from: client)
        let info = try self.asked(stage)
        #expect(info.chair == Principal(.account, 7))
        #expect(info.participantsMax == 20)
        #expect(info.sessionPolicy == .allow)
        stage.reply(.created, to: id, of: client, in: info.room)
        let result = try #require(client.link.takeMessages().results.first).decoded(as: CreateRoomResult.self)
        #expect(result.room == info.room.wire)
        #expect(result.link == "https://meet.example/r/\(info.room.number)")
    }

    @Test("the same account and key name the same number in every life of the server, others name another")
    func number() throws {
        func number(_ account: UInt64, _ key: String) throws -> RoomID {
            let stage = EdgeStage()
            stage.ask(self.create(key), from: stage.signedIn(as: account))
            return try self.asked(stage).room
        }
        let first = try number(7, "k")
        #expect(try number(7, "k") == first)
        #expect(first == Sample.roomID(first.number))
        let others = try [number(8, "k"), number(7, "l"), number(77, "k")]
        #expect(Set(others + [first]).count == 4)
    }

    @Test("a number that is taken is passed over, the same way each time")
    func taken() throws {
        var tried: [[RoomID]] = []
        for _ in 0..<2 {
            let stage = EdgeStage()
            let client = stage.signedIn(as: 7)
            let id = stage.ask(self.create("k"), from: client)
            var rooms: [RoomID] = []
            while client.link.frames.isEmpty, rooms.count < 100 {
                rooms.append(try self.asked(stage).room)
                stage.reply(.numberTaken, to: id, of: client, in: rooms[rooms.count - 1])
            }
            #expect(client.link.takeMessages().errorCodes == [.internalError])
            tried.append(rooms)
        }
        #expect(tried[0] == tried[1])
        #expect(tried[0].count == 8 && Set(tried[0]).count == 8)
    }

    @Test("who may not create rooms is refused")
    func denied() {
        let stage = EdgeStage()
        let client = stage.open()
        stage.ask(.sessionAuthenticate(.token(accessToken: SecretText("t"))), from: client)
        stage.answerSignIn(.success(Sample.grant(1, mayCreateRooms: false)))
        _ = client.link.takeMessages()
        stage.ask(self.create("k"), from: client)
        #expect(client.link.takeMessages().errorCodes == [.permissionDenied])
        #expect(stage.takeAsked().isEmpty)
    }
}
