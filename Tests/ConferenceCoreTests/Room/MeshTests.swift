// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Testing

@Suite("The mesh")
struct MeshTests {
    @Test("sessions that ask for media enter in order until the mesh is full, the others have no picture")
    func places() throws {
        var desk = try RoomDesk(mesh: 2)
        #expect(try desk.join(.ann).media == .none)
        #expect(try desk.join(.ben, media: true).media == .mesh)
        #expect(try desk.join(.chair, media: true).media == .mesh)
        #expect(try desk.join(.eve, media: true).media == .full)
        #expect(desk.room.mesh.members.map { $0.principal } == [.ben, .chair])
        try desk.run(.leave, by: .ben)
        #expect(try desk.join(.ben, media: true).media == .mesh)
    }

    @Test("a disconnected session keeps its place for the grace")
    func grace() throws {
        var desk = try RoomDesk(mesh: 1)
        try desk.join(.ann, media: true)
        desk.disconnect(Principal.ann.session())
        #expect(try desk.join(.ben, media: true).media == .full)
        desk.wait(ms: 120_000)
        #expect(try desk.join(.eve, media: true).media == .mesh)
    }
}
