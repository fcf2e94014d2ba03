// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import LoopRuntime
import WebSocketTransport

/// A small web server, with answers that are slow, large or never come.
final class TestService: HTTPService {
    private let state = Guarded<[HTTPRequest]>([])

    var requests: [HTTPRequest] { self.state.withLock { $0 } }

    static let largeBody = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }

    func respond(
        to request: HTTPRequest,
        on loop: any EventLoop,
        reply: @escaping @Sendable (HTTPResponse) -> Void
    ) {
        self.state.withLock { $0.append(request) }
        let answer = Self.answer(to: request)
        switch request.path {
        case "/late":
            _ = loop.schedule(after: .milliseconds(300)) { reply(answer) }
        case "/elsewhere":
            let other = EventLoopThread()
            other.post { reply(answer) }
            other.start(name: "elsewhere")
            other.stop()
        case "/twice":
            reply(answer)
            reply(HTTPResponse(status: 500))
        case "/never":
            break
        default:
            reply(answer)
        }
    }

    private static func answer(to request: HTTPRequest) -> HTTPResponse {
        switch request.path {
        case "/echo":
            guard request.method == .post || request.method == .put else {
                return HTTPResponse(status: 405, headers: [("allow", "POST, PUT")])
            }
            return HTTPResponse(status: 200, headers: [("content-type", "text/plain")], body: request.body)
        case "/huge":
            return HTTPResponse(status: 200, body: [UInt8](repeating: 0x61, count: 20_000_000))
        case "/large":
            return HTTPResponse(status: 200, body: Self.largeBody)
        case "/query":
            let text = request.query.map { "\($0.name)=[\($0.value)]" }.joined(separator: " ")
            return HTTPResponse(status: 200, body: Array(text.utf8))
        case "/headers":
            let text = request.headers.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            return HTTPResponse(status: 200, body: Array(text.joined(separator: "\n").utf8))
        case "/inject":
            return HTTPResponse(status: 200, headers: [("x-name", "a\r\nx-more: b")])
        case "/nothing":
            return HTTPResponse(status: 204)
        case "/hello", "/late", "/elsewhere", "/twice", "/never":
            return HTTPResponse(status: 200, headers: [("etag", "\"1\"")], body: Array("hello".utf8))
        default:
            return HTTPResponse(status: 404, body: Array(request.path.utf8))
        }
    }
}
