// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Wire

/// Why a request failed, or why a session ended.
public enum ClientError: Error, Hashable, Sendable {
    /// The server said no; ``RemoteError/known`` is its code, ``RemoteError/message`` says what to do about it.
    case refused(RemoteError)
    /// The server closed the connection for good (docs/protocol.md, "Close codes": 4500 to 4999).
    case closed(code: UInt16)
    /// The connection was lost before the answer came, and the request is not one that may be sent twice.
    case connectionLost
    /// The join waited for its turn, and the room was left before it came.
    case withdrawn
    /// As many requests as ``ClientConfiguration/openRequestsMax`` and ``ClientConfiguration/openBytesMax`` allow wait
    /// for their answers.
    case tooManyRequests
    /// The request is longer than the server takes.
    case messageTooLong(limit: Int)
    /// The server cannot be reached, or does not speak the protocol; the text says why.
    case unreachable(String)
    /// The server's certificate is not trusted; the text says why.
    case certificateRefused(String)
    /// The server's answer cannot be read.
    case unreadable(String)
    /// The address is not of the form `wss://host:port/path` or `ws://host:port/path`.
    case urlInvalid(String)
    /// The file with trusted certificates cannot be read.
    case trustUnreadable(file: String, reason: String)
    /// The system gives no memory or descriptors for another network context.
    case contextCreationFailed
    /// The client was stopped.
    case stopped
}

extension ClientError: CustomStringConvertible {
    /// A short English sentence.
    public var description: String {
        switch self {
        case .refused(let error): "\(error.code): \(error.message)"
        case .closed(let code):
            "The server closed the connection for good: \(CloseCode(rawValue: code).map { "\($0)" } ?? "\(code)")."
        case .connectionLost: "The connection was lost before the answer came."
        case .withdrawn: "The room was left before the join had its turn."
        case .tooManyRequests: "Too many requests wait for their answers."
        case .messageTooLong(let limit): "The message is longer than \(limit) bytes."
        case .unreachable(let reason): "The server cannot be reached: \(reason)."
        case .certificateRefused(let reason): "The server's certificate is not trusted: \(reason)."
        case .unreadable(let reason): "The server's answer cannot be read: \(reason)."
        case .urlInvalid(let url): "\(url) is no address of the form wss://host:port/ws."
        case .trustUnreadable(let file, let reason): "\(file) cannot be read: \(reason)."
        case .contextCreationFailed: "The system has no memory or descriptors left."
        case .stopped: "The client was stopped."
        }
    }
}
