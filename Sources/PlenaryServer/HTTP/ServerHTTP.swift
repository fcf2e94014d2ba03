// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Identity
internal import LoopRuntime
internal import WebSocketTransport
internal import Wire

/// Answers HTTP: the web client, health, metrics, tokens and what they open; everything else is not found.
///
/// Every answer forbids to be framed, sniffed or cached unless its route says otherwise.
final class ServerHTTP: HTTPService {
    private let auth: AuthRoutes
    private let guest: GuestRoutes
    private let account: AccountRoutes
    private let web: WebRoutes
    private let isSecure: Bool
    private let areMetricsOpen: Bool
    private let rates: Guarded<AddressRates>
    private let limited = Guarded<UInt64>(0)
    private let clock = SystemClock()
    private let readiness = Guarded(false)
    private let renderer = Guarded<(@Sendable () async -> String)?>(nil)
    /// Who gets the metrics that are being gathered.
    private let awaitingMetrics = Guarded<[@Sendable (HTTPResponse) -> Void]>([])

    /// How the media server is, in words.
    private let mediaStatus: @Sendable () -> String

    init(
        _ configuration: ServerConfiguration,
        _ store: ServerStore,
        web: WebRoutes,
        tokens: TokenService,
        guests: GuestSignIn,
        mediaStatus: @escaping @Sendable () -> String
    ) {
        self.mediaStatus = mediaStatus
        // Whether browsers reach the server by HTTPS and shall keep to it.
        self.isSecure = configuration.publicURL.hasPrefix("https:")
        self.auth = AuthRoutes(tokens, refreshTokenLife: configuration.refreshTokenLife, isSecure: self.isSecure)
        self.guest = GuestRoutes(guests, publicURL: configuration.publicURL)
        self.areMetricsOpen = configuration.areMetricsOpen
        self.rates = Guarded(
            AddressRates(
                perSecond: WireLimits.httpRequestsPerSecondOfAddress,
                burst: WireLimits.httpRequestsBurstOfAddress
            )
        )
        self.account = AccountRoutes(tokens, store, publicURL: configuration.publicURL)
        self.web = web
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

    /// How many wait for the metrics that are being gathered.
    var metricsAwaited: Int { self.awaitingMetrics.withLock { $0.count } }

    /// Requests refused because their address had made too many.
    var requestsLimited: UInt64 { self.limited.withLock { $0 } }

    /// The server has read its certificates again.
    func certificatesChanged() { self.web.trust.refresh() }

    /// Whether browsers shall keep to HTTPS.
    ///
    /// It is for a host with all its ports: on localhost it would cut off the other servers of a developer.
    private func isSecure(_ request: HTTPRequest) -> Bool {
        let isLocal = request.headers["host"].map { $0 == "localhost" || $0.hasPrefix("localhost:") } ?? false
        return self.isSecure && request.isTLS && !isLocal
    }

    func refusal(of request: HTTPRequest, retryAfterMs: Int64) -> HTTPResponse {
        let error = WireError(.rateLimited, retryAfterMs: UInt64(clamping: retryAfterMs))
        return HTTPResponse.problem(error).hardened(isSecure: self.isSecure(request))
    }

    func respond(
        to request: HTTPRequest,
        on loop: any EventLoop,
        reply: @escaping @Sendable (_ response: HTTPResponse) -> Void
    ) {
        let now = self.clock.elapsed
        // The proxies of this machine carry everybody.
        if !request.isFromLoopback, let ms = self.rates.withLock({ $0.take(request.remoteAddress, at: now) }) {
            self.limited.withLock { $0 += 1 }
            return reply(self.refusal(of: request, retryAfterMs: ms))
        }
        let isSecure = self.isSecure(request)
        let finish: @Sendable (HTTPResponse) -> Void = { reply($0.hardened(isSecure: isSecure)) }
        switch request.path {
        case "/healthz": self.onlyGet(request, finish) { .text("ok\n") }
        case "/readyz":
            let isReady = self.isReady
            let media = self.mediaStatus()
            self.onlyGet(request, finish) {
                isReady ? .text("ready\nmedia server: \(media)\n") : .problem(WireError(.overloaded))
            }
        case "/metrics":
            self.tellMetrics(request, finish)
        case "/api/v1/auth/token", "/api/v1/auth/refresh", "/api/v1/auth/sign-out":
            self.auth.respond(to: request, on: loop, finish)
        case "/api/v1/auth/guest": self.guest.signIn(request, on: loop, finish)
        case "/api/v1/invitation/qr": finish(self.guest.code(for: request))
        case "/api/v1/me": self.account.profile(for: request, on: loop, finish)
        case "/api/v1/rooms": self.account.rooms(for: request, on: loop, finish)
        default: finish(self.web.response(to: request) ?? .notFound)
        }
    }

    private func tellMetrics(_ request: HTTPRequest, _ finish: @escaping @Sendable (HTTPResponse) -> Void) {
        guard request.method == .get || request.method == .head else { return finish(.methodNotAllowed("GET, HEAD")) }
        guard self.areMetricsOpen || request.isFromThisMachine else {
            let message = "Metrics are for this machine alone. To open them set metrics.open."
            return finish(.problem(WireError(.permissionDenied, message: message)))
        }
        // Whoever asks while they are gathered gets the same: it costs one task, however many ask.
        let isFirst = self.awaitingMetrics.withLock { waiting in
            waiting.append(finish)
            return waiting.count == 1
        }
        guard isFirst else { return }
        Task {
            let response = HTTPResponse.text(await self.metrics?() ?? "")
            let waiting = self.awaitingMetrics.withLock { waiting in
                defer { waiting = [] }
                return waiting
            }
            for finish in waiting { finish(response) }
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
