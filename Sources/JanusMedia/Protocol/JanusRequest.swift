// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import Wire

/// A request to Janus itself; what VideoRoom is asked goes inside of one.
enum JanusRequest: Hashable, Sendable {
    case create
    case claim
    case keepAlive
    case attach(opaqueID: String)
    case detach(handle: UInt64)
    /// - `body`: The JSON of a ``VideoRoomRequest``.
    case message(handle: UInt64, body: OpaqueJSON, SessionDescription?)
    case trickle(handle: UInt64, [ICECandidate])

    /// Whether an acknowledgment is all that comes.
    var endsWithAck: Bool {
        switch self {
        case .keepAlive, .trickle: true
        case .create, .claim, .attach, .detach, .message: false
        }
    }

    /// The request as a text of its own.
    func encoded(transaction: UInt64, session: UInt64?, apiSecret: String) -> [UInt8] {
        var writer = JSONWriter(reserving: 1_024)
        writer.object { writer in
            writer.member("transaction", String(transaction))
            writer.member("apisecret", apiSecret)
            if let session { writer.member("session_id", session) }
            switch self {
            case .create: writer.member("janus", "create")
            case .claim: writer.member("janus", "claim")
            case .keepAlive: writer.member("janus", "keepalive")
            case .attach(let opaqueID):
                writer.member("janus", "attach")
                writer.member("plugin", "janus.plugin.videoroom")
                writer.member("opaque_id", opaqueID)
            case .detach(let handle):
                writer.member("janus", "detach")
                writer.member("handle_id", handle)
            case .message(let handle, let body, let description):
                writer.member("janus", "message")
                writer.member("handle_id", handle)
                writer.member("body", body)
                if let description { writer.member("jsep", description) }
            case .trickle(let handle, let candidates):
                writer.member("janus", "trickle")
                writer.member("handle_id", handle)
                writer.member("candidates", candidates.map(TrickledCandidate.init))
            }
        }
        return writer.bytes
    }
}

extension SessionDescription: JSONEncodable {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("type", self.role.rawValue)
            writer.member("sdp", self.sdp)
        }
    }
}

private struct TrickledCandidate: JSONEncodable {
    let candidate: ICECandidate

    init(_ candidate: ICECandidate) {
        self.candidate = candidate
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("candidate", self.candidate.candidate)
            if let mid = self.candidate.mid { writer.member("sdpMid", mid) }
            writer.member("sdpMLineIndex", self.candidate.index ?? 0)
        }
    }
}
