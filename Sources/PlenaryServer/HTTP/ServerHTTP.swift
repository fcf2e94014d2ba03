// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Identity
internal import LoopRuntime
internal import WebSocketTransport
internal import Wire

/// Answers HTTP: a page, health, metrics, tokens and what they open; everything else is not found.
///
/// Every answer forbids to be framed, sniffed or cached unless its route says otherwise.
final class ServerHTTP: HTTPService {
    private let auth: AuthRoutes
    private let account: AccountRoutes
    private let isSecure: Bool
    private let readiness = Guarded(false)
    private let renderer = Guarded<(@Sendable () async -> String)?>(nil)

    init(_ configuration: ServerConfiguration, _ store: ServerStore, tokens: TokenService) {
        // Whether browsers reach the server by HTTPS and shall keep to it.
        self.isSecure = configuration.publicURL.hasPrefix("https:")
        self.auth = AuthRoutes(tokens, refreshTokenLife: configuration.refreshTokenLife, isSecure: self.isSecure)
        self.account = AccountRoutes(tokens, store, publicURL: configuration.publicURL)
    }

    /// Whether new clients are served: from the end of the start to the beginning of the stop.
    var isReady: Bool {
        get { self.readiness.withLock { $0 } }
        set { self.readiness.withLock { $0 = newValue } }
    }

    /// Renders the metrics; set once the server is wired.
    var metrics: (@Sendable () async -> String)? {
        get { self.renderer.withLock { $0 } }
        set { self.renderer.withLock { $0 = newValue } }
    }

    func respond(
        to request: HTTPRequest,
        on loop: any EventLoop,
        reply: @escaping @Sendable (_ response: HTTPResponse) -> Void
    ) {
        // It is for a host with all its ports: on localhost it would cut off the other servers of a developer.
        let isLocal = request.headers["host"].map { $0 == "localhost" || $0.hasPrefix("localhost:") } ?? false
        let isSecure = self.isSecure && request.isTLS && !isLocal
        let finish: @Sendable (HTTPResponse) -> Void = { reply($0.hardened(isSecure: isSecure)) }
        switch request.path {
        case "/": self.onlyGet(request, finish) { StartPage.response }
        case "/healthz": self.onlyGet(request, finish) { .text("ok\n") }
        case "/readyz":
            let isReady = self.isReady
            self.onlyGet(request, finish) { isReady ? .text("ready\n") : .problem(WireError(.overloaded)) }
        case "/metrics":
            guard request.method == .get || request.method == .head else {
                return finish(.methodNotAllowed("GET, HEAD"))
            }
            let metrics = self.metrics
            Task { finish(.text(await metrics?() ?? "")) }  // Asked for by a collector, a few times a minute.
        case "/api/v1/auth/token", "/api/v1/auth/refresh", "/api/v1/auth/sign-out":
            self.auth.respond(to: request, on: loop, finish)
        case "/api/v1/me": self.account.profile(for: request, on: loop, finish)
        case "/api/v1/rooms": self.account.rooms(for: request, on: loop, finish)
        case let path where WireRoom(linkPath: path) != nil: self.onlyGet(request, finish) { StartPage.response }
        default: finish(.problem(WireError(.invalidRequest, message: "There is nothing here."), status: 404))
        }
    }

    private func onlyGet(
        _ request: HTTPRequest,
        _ finish: (HTTPResponse) -> Void,
        _ body: () -> HTTPResponse
    ) {
        switch request.method {
        case .get, .head: finish(body())
        default: finish(.methodNotAllowed("GET, HEAD"))
        }
    }
}
