// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import LoopRuntime
import WebSocketTransport

@testable import PlenaryServer

/// What answers HTTP, on a node of its own.
final class HTTPDesk: Sendable {
    private let node: TemporaryNode
    private let loop = EventLoopThread()
    let signIn: ServerSignIn
    let http: ServerHTTP

    init(_ configuration: ServerConfiguration = ServerConfiguration()) throws {
        self.node = try TemporaryNode()
        let (store, files) = (self.node.service.store, self.node.service.files)
        self.signIn = try ServerSignIn(configuration, files, store.directory, logger: TemporaryNode.silent)
        self.http = ServerHTTP(
            configuration,
            store,
            web: try WebRoutes(configuration, ServerFiles(configuration, home: "/")),
            tokens: self.signIn.tokens,
            guests: self.signIn.guests,
            mediaStatus: { "ready" }
        )
        self.loop.start(name: "http")
    }

    deinit {
        self.loop.stop()
        self.loop.join()
        self.signIn.stop()
    }

    var files: ServerFiles { self.node.service.files }

    func get(_ path: String, from address: String, _ headers: [String: String] = [:]) async -> HTTPResponse {
        await self.ask(HTTPRequest(method: .get, path: path, headers: headers, remoteAddress: address))
    }

    /// - Parameter isFromAllowedOrigin: False for a page of another site.
    func post(_ path: String, _ body: String, isFromAllowedOrigin: Bool = true) async -> HTTPResponse {
        await self.ask(
            HTTPRequest(method: .post, path: path, body: Array(body.utf8), isFromAllowedOrigin: isFromAllowedOrigin)
        )
    }

    private func ask(_ request: HTTPRequest) async -> HTTPResponse {
        await withCheckedContinuation { continuation in
            self.http.respond(to: request, on: self.loop) { continuation.resume(returning: $0) }
        }
    }
}

extension HTTPResponse {
    func value(_ name: String) -> String? { self.headers.first { $0.name == name }?.value }

    var text: String { String(decoding: self.body, as: UTF8.self) }
}
