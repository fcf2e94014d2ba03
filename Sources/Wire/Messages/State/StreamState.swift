// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The whole state of a stream, as `stream.reset` sets it.
public enum StreamState: Hashable, Sendable {
    case room(WireRoomState)
    /// Of `summary` and of `summary:<unit>`.
    case summary(WireSummaryState)
    case page(WirePageState)
    case publications(WirePublicationsState)
    case lobby(WireLobbyState)
    /// Of `self`, which has none: `{}`.
    case own
}

extension StreamState: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        switch self {
        case .room(let state): state.write(to: &writer)
        case .summary(let state): state.write(to: &writer)
        case .page(let state): state.write(to: &writer)
        case .publications(let state): state.write(to: &writer)
        case .lobby(let state): state.write(to: &writer)
        case .own: writer.object { _ in }
        }
    }

    /// Reads the state of `stream`.
    init(of stream: StreamName, from reader: inout JSONReader) throws(JSONFault) {
        switch stream {
        case .room: self = .room(try reader.value())
        case .summary, .unitSummary: self = .summary(try reader.value())
        case .page: self = .page(try reader.value())
        case .publications: self = .publications(try reader.value())
        case .lobby: self = .lobby(try reader.value())
        case .own:
            try reader.expect(.object)
            try reader.skip()
            self = .own
        }
    }
}
