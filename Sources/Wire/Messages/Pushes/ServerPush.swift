// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// One push of the server: encoded once, the same bytes for everybody who gets it.
public enum ServerPush: Hashable, Sendable {
    /// The first message on every connection; belongs to no stream.
    case hello(ServerHello)
    /// Sets the state, the epoch and the offset of a stream anew.
    case streamReset(PushHeader, StreamState)
    case summaryChanged(PushHeader, SummaryChange)
    case pageChanged(PushHeader, PageChange)
    case publicationsChanged(PushHeader, PublicationsChange)
    case lobbyChanged(PushHeader, WireLobbyState)
    /// A public fact of the room, in the stream `room`; `at` is when it was decided, UTC milliseconds.
    case room(PushHeader, at: Int64, RoomEvent)
    /// In the stream `self`.
    case signalReceived(PushHeader, SignalReceived)
    /// In the stream `self`.
    case controlProgressed(PushHeader, ControlProgress)
    /// In the stream `self`.
    case mediaOffered(PushHeader, MediaOffered)
    /// In the stream `self`.
    case mediaLost(PushHeader, MediaLost)

    public var method: PushMethod {
        switch self {
        case .hello: .serverHello
        case .streamReset: .streamReset
        case .summaryChanged: .summaryChanged
        case .pageChanged: .pageChanged
        case .publicationsChanged: .publicationsChanged
        case .lobbyChanged: .lobbyChanged
        case .room(_, _, let event): event.method
        case .signalReceived: .signalReceived
        case .controlProgressed: .controlProgressed
        case .mediaOffered: .mediaOffered
        case .mediaLost: .mediaLost
        }
    }

    /// Nil for `server.hello`.
    public var header: PushHeader? {
        switch self {
        case .hello: nil
        case .streamReset(let header, _), .summaryChanged(let header, _), .pageChanged(let header, _),
            .publicationsChanged(let header, _), .lobbyChanged(let header, _), .room(let header, _, _),
            .signalReceived(let header, _),
            .controlProgressed(let header, _), .mediaOffered(let header, _), .mediaLost(let header, _):
            header
        }
    }
}

extension ServerPush: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.jsonrpc, "2.0")
            writer.member(.method, self.method)
            writer.member(.params) { self.writeParams(to: &$0) }
        }
    }

    private func writeParams(to writer: inout JSONWriter) {
        guard let header = self.header else {
            if case .hello(let hello) = self { hello.write(to: &writer) }
            return
        }
        writer.object { writer in
            header.writeMembers(to: &writer)
            switch self {
            case .hello: break
            case .streamReset(_, let state): writer.member(.state, state)
            case .summaryChanged(_, let change): change.writeMembers(to: &writer)
            case .pageChanged(_, let change): change.writeMembers(to: &writer)
            case .publicationsChanged(_, let change): change.writeMembers(to: &writer)
            case .lobbyChanged(_, let state): state.writeMembers(to: &writer)
            case .room(_, let at, let event):
                writer.member(.at, at)
                event.writeMembers(to: &writer)
            case .signalReceived(_, let signal): signal.writeMembers(to: &writer)
            case .controlProgressed(_, let progress): progress.writeMembers(to: &writer)
            case .mediaOffered(_, let offer): offer.writeMembers(to: &writer)
            case .mediaLost(_, let lost): lost.writeMembers(to: &writer)
            }
        }
    }
}

extension ServerPush {
    /// Reads the parameters of the push `method`.
    init(_ method: PushMethod, params: OpaqueJSON) throws(JSONFault) {
        switch method {
        case .serverHello: self = .hello(try params.decoded())
        case .streamReset:
            let header = try params.decoded(as: PushHeader.self)
            self = .streamReset(header, try Self.state(of: header.stream, in: params))
        case .summaryChanged: self = .summaryChanged(try params.decoded(), try params.decoded())
        case .pageChanged: self = .pageChanged(try params.decoded(), try params.decoded())
        case .signalReceived: self = .signalReceived(try params.decoded(), try params.decoded())
        case .controlProgressed: self = .controlProgressed(try params.decoded(), try params.decoded())
        case .publicationsChanged: self = .publicationsChanged(try params.decoded(), try params.decoded())
        case .lobbyChanged: self = .lobbyChanged(try params.decoded(), try params.decoded())
        case .mediaOffered: self = .mediaOffered(try params.decoded(), try params.decoded())
        case .mediaLost: self = .mediaLost(try params.decoded(), try params.decoded())
        default:
            var reader = JSONReader(verified: params.bytes.span)
            guard let (at, event) = try RoomEvent.read(method, from: &reader) else {
                preconditionFailure("Every other push is an event of the room")
            }
            self = .room(try params.decoded(), at: at, event)
        }
    }

    private static func state(of stream: StreamName, in params: OpaqueJSON) throws(JSONFault) -> StreamState {
        var reader = JSONReader(verified: params.bytes.span)
        var state: StreamState?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .state: state = try StreamState(of: stream, from: &reader)
            default: try reader.skip()
            }
        }
        return try reader.required(state, .state)
    }
}
