// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What every push of a stream begins with.
public struct PushHeader: Hashable, Sendable {
    public let room: WireRoom
    public let stream: StreamName
    public let position: StreamPosition

    public init(room: WireRoom, stream: StreamName, position: StreamPosition) {
        self.room = room
        self.stream = stream
        self.position = position
    }

    public init(room: WireRoom, stream: StreamName, epoch: UInt64, offset: UInt64) {
        self.init(room: room, stream: stream, position: StreamPosition(epoch: epoch, offset: offset))
    }
}

extension PushHeader: JSONDecodable {
    /// Writes the members of the header into the object that is open.
    @inline(__always)
    func writeMembers(to writer: inout JSONWriter) {
        writer.member(.room, self.room)
        writer.member(.stream, self.stream)
        writer.member(.epoch, self.position.epoch)
        writer.member(.offset, self.position.offset)
    }

    /// Reads the header out of the parameters of a push, whatever else they have.
    public init(from reader: inout JSONReader) throws(JSONFault) {
        var room: WireRoom?
        var stream: StreamName?
        var epoch: UInt64?
        var offset: UInt64?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .room: room = try reader.value()
            case .stream: stream = try reader.value()
            case .epoch: epoch = try reader.value()
            case .offset: offset = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            room: try reader.required(room, .room),
            stream: try reader.required(stream, .stream),
            epoch: try reader.required(epoch, .epoch),
            offset: try reader.required(offset, .offset)
        )
    }
}
