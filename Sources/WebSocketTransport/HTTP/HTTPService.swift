// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import LoopRuntime

/// Port: who answers HTTP requests; every call happens on the loop of the connection.
public protocol HTTPService: Sendable {
    /// Answers `request`, at once or later.
    ///
    /// - Parameters:
    ///   - loop: Where this is called. It must not be blocked: what takes time goes elsewhere and comes back.
    ///   - reply: Takes the answer; callable once, from any thread. When the client is gone by then, or was
    ///     disconnected after the reply timeout, nothing happens.
    func respond(
        to request: HTTPRequest,
        on loop: any EventLoop,
        reply: @escaping @Sendable (_ response: HTTPResponse) -> Void
    )

    /// The answer, with status 429, to a request of a connection that makes too many.
    func refusal(of request: HTTPRequest, retryAfterMs: Int64) -> HTTPResponse
}

extension HTTPService {
    public func refusal(of request: HTTPRequest, retryAfterMs: Int64) -> HTTPResponse {
        .plain(429, headers: [("retry-after", "\((retryAfterMs + 999) / 1_000)")])
    }
}
