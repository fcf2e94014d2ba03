// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

extension HTTPResponse {
    /// Without a body by definition (RFC 9110 sections 15.3.5 and 15.4.5); their length would mislead.
    private var isBodiless: Bool { self.status == 204 || self.status == 304 }

    /// Whether a body follows the head in answer to a request with `method`.
    func sendsBody(to method: HTTPMethod) -> Bool {
        method != .head && !self.isBodiless && !self.body.isEmpty
    }

    /// Everything in front of the body.
    func head(date: String, keepsAlive: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        bytes.append(contentsOf: "HTTP/1.1 \(self.status) \(HTTPStatus.phrase(of: self.status))\r\n".utf8)
        Self.append("date", date, to: &bytes)
        for (name, value) in self.headers { Self.append(name, value, to: &bytes) }
        if !self.isBodiless { Self.append("content-length", String(self.body.count), to: &bytes) }
        if !keepsAlive { Self.append("connection", "close", to: &bytes) }
        bytes.append(contentsOf: "\r\n".utf8)
        return bytes
    }

    private static func append(_ name: String, _ value: String, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: name.utf8)
        bytes.append(contentsOf: ": ".utf8)
        // A line break would let whoever chose a part of the value add headers of their own.
        bytes.append(contentsOf: value.utf8.lazy.filter { $0 >= 0x20 && $0 != 0x7F })
        bytes.append(contentsOf: "\r\n".utf8)
    }
}
