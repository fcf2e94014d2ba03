// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

/// One frame as a client understands it.
struct Received {
    /// A message, decoded as far as can be done without knowing what was asked.
    enum Message {
        case response(RequestID, result: OpaqueJSON)
        case error(RequestID?, RemoteError)
        case push(ServerPush, digest: UInt64)
    }

    let digest: UInt64
    /// Nil when the frame is not what docs/protocol.md allows.
    let messages: [Message]?

    init(_ bytes: [UInt8], digest: UInt64) {
        self.digest = digest
        self.messages = try? ServerMessage.decode(frame: bytes).map { message in
            switch message {
            case .response(let id, let result): return .response(id, result: result)
            case .error(let id, let error): return .error(id, error)
            case .push(let push):
                guard let decoded = try push.decoded() else { throw UnknownPush(method: push.method) }
                return .push(decoded, digest: Trace.digest(push.params.bytes))
            }
        }
    }

    private struct UnknownPush: Error {
        let method: String
    }
}
