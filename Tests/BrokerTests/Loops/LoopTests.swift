// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import Testing
import Wire

@Suite("Rooms on real loops")
struct LoopTests {
    /// Opens a room as `chair` and returns its number.
    private func open(_ stage: LoopStage, _ chair: LoopClient) async throws -> WireRoom {
        let call = ClientCall.CreateRoom(title: "Hops", key: "create")
        guard case .response(_, let result) = await stage.ask(.roomCreate(call), chair) else {
            throw Missing(what: "a room")
        }
        return try result.decoded(as: CreateRoomResult.self).room
    }

    private func join(_ stage: LoopStage, _ client: LoopClient, _ room: WireRoom) async throws -> WireSession {
        guard case .response(_, let result) = await stage.ask(.roomJoin(.init(room: room)), client) else {
            throw Missing(what: "a seat")
        }
        return try result.decoded(as: JoinRoomResult.self).session
    }

    private struct Missing: Error {
        let what: String
    }

    @Test("two participants of one room on different loops see and hear each other")
    func differentLoops() async throws {
        let stage = LoopStage(loops: 2)
        await stage.start()
        defer { stage.stop() }
        let anna = await stage.client(1, on: 0)
        let bo = await stage.client(2, on: 1)
        let room = try await self.open(stage, anna)
        _ = try await self.join(stage, anna, room)
        let bosSession = try await self.join(stage, bo, room)
        _ = await stage.ask(.chatSend(.init(room: room, text: "Hello", key: "c")), anna)
        #expect(await bo.link.push(.chatPosted) != nil)
        let payload = try OpaqueJSON(Array("1".utf8))
        _ = await stage.ask(.signalSend(.init(room: room, to: bosSession, payload: payload)), anna)
        #expect(await bo.link.push(.signalReceived) != nil)
        #expect(await anna.link.push(.summaryChanged) != nil)
    }

    @Test("on one loop a relayed signal goes from socket to room to socket without a thread hop")
    func signalWithoutHop() async throws {
        let stage = LoopStage(loops: 1)
        await stage.start()
        defer { stage.stop() }
        let anna = await stage.client(1, on: 0)
        let bo = await stage.client(2, on: 0)
        let room = try await self.open(stage, anna)
        _ = try await self.join(stage, anna, room)
        let to = try await self.join(stage, bo, room)
        let payload = try OpaqueJSON(Array("1".utf8))
        let call = ClientCall.signalSend(.init(room: room, to: to, payload: payload))
        let request = ClientRequest(id: stage.makeRequestID(), call: call).encoded()
        let hops = await self.hops(of: stage.group.loops[0]) {
            anna.edge.assumeIsolated { $0.received(request, on: anna.connection) }
        }
        #expect(await bo.link.push(.signalReceived) != nil)
        #expect(hops == 0)
    }

    @Test("on one loop a change of the roster reaches who watches it without a thread hop")
    func deltaWithoutHop() async throws {
        let stage = LoopStage(loops: 1)
        await stage.start()
        defer { stage.stop() }
        let anna = await stage.client(1, on: 0)
        let bo = await stage.client(2, on: 0)
        let room = try await self.open(stage, anna)
        _ = try await self.join(stage, anna, room)
        _ = try await self.join(stage, bo, room)
        let unit = Sample.path.last?.id.rawValue ?? 0
        let watched = ClientCall.RosterStreams(room: room, streams: [.page(unit: unit, page: 1)])
        _ = await stage.ask(.rosterWatch(watched), bo)
        let report = ClientCall.mediaReport(.init(room: room, microphone: .on, camera: .off))
        let request = ClientRequest(id: stage.makeRequestID(), call: report).encoded()
        let hops = await self.hops(of: stage.group.loops[0]) {
            anna.edge.assumeIsolated { $0.received(request, on: anna.connection) }
        }
        #expect(await bo.link.push(.pageChanged) != nil)
        #expect(hops == 0)
    }

    /// How often another thread handed `loop` something while `body` ran on it and for a second after.
    private func hops(of loop: EventLoopThread, _ body: @escaping @Sendable () -> Void) async -> UInt64 {
        await withCheckedContinuation { continuation in
            loop.post {
                let before = loop.counters.crossThreadHops
                body()
                // Long enough for a page's pause of 250 ms to pass; a timer of the loop itself is no hop.
                _ = loop.schedule(after: .milliseconds(600)) {
                    continuation.resume(returning: loop.counters.crossThreadHops - before)
                }
            }
        }
    }
}
