// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// One answer.
public struct HTTPResponse: Sendable {
    /// From 200 to 599.
    public var status: Int
    /// In this order, names as given.
    ///
    /// `content-length` and `connection` are the transport's; line breaks in a value
    /// are dropped.
    public var headers: [(name: String, value: String)]
    /// Shared, never copied while it is sent.
    ///
    /// Not sent in answer to HEAD, and with the status 204 or 304; its length
    /// is told all the same, except with these two.
    public var body: [UInt8]

    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A short text about `status`, for people who look at it.
    static func plain(_ status: Int, headers: [(name: String, value: String)] = []) -> HTTPResponse {
        HTTPResponse(
            status: status,
            headers: headers + [("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-store")],
            body: Array("\(status) \(HTTPStatus.phrase(of: status))\n".utf8)
        )
    }
}
