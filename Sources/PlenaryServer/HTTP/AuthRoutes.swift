// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import Identity
internal import LoopRuntime
internal import WebSocketTransport
internal import Wire

/// `POST /api/v1/auth/token`, `/refresh` and `/sign-out`: how browsers get and renew access tokens.
///
/// The refresh token is a cookie that scripts cannot read and that is sent to these three routes alone; requests from
/// pages of other origins are refused.
struct AuthRoutes: Sendable {
    static let cookieName = "plenary_refresh"
    private static let path = "/api/v1/auth"

    private let tokens: TokenService
    private let refreshTokenLife: Duration
    private let isSecure: Bool

    init(_ tokens: TokenService, refreshTokenLife: Duration, isSecure: Bool) {
        self.tokens = tokens
        self.refreshTokenLife = refreshTokenLife
        self.isSecure = isSecure
    }

    func respond(
        to request: HTTPRequest,
        on loop: any EventLoop,
        _ finish: @escaping @Sendable (HTTPResponse) -> Void
    ) {
        if let refusal = request.refusalOfPost { return finish(refusal) }
        switch request.path {
        case "\(Self.path)/token": self.signIn(request, on: loop, finish)
        case "\(Self.path)/refresh": self.refresh(request, on: loop, finish)
        default: self.signOut(request, on: loop, finish)
        }
    }

    private func signIn(
        _ request: HTTPRequest,
        on loop: any EventLoop,
        _ finish: @escaping @Sendable (HTTPResponse) -> Void
    ) {
        let body: PasswordBody
        do {
            body = try request.body { reader throws(JSONFault) in try PasswordBody(from: &reader) }
        } catch {
            return finish(.problem(error))
        }
        self.tokens.signIn(
            identifier: body.identifier,
            password: body.password,
            from: request.remoteAddress,
            on: loop
        ) { finish(self.answer($0)) }
    }

    private func refresh(
        _ request: HTTPRequest,
        on loop: any EventLoop,
        _ finish: @escaping @Sendable (HTTPResponse) -> Void
    ) {
        guard let token = Self.cookie(of: request) else { return finish(.problem(WireError(.tokenInvalid))) }
        self.tokens.refresh(token, from: request.remoteAddress, on: loop) { finish(self.answer($0)) }
    }

    private func signOut(
        _ request: HTTPRequest,
        on loop: any EventLoop,
        _ finish: @escaping @Sendable (HTTPResponse) -> Void
    ) {
        let gone = HTTPResponse(status: 204, headers: [("set-cookie", self.cookie("", maxAge: 0))])
        guard let token = Self.cookie(of: request) else { return finish(gone) }
        self.tokens.signOut(token, on: loop) { result in
            switch result {
            case .success: finish(gone)
            case .failure(let error):
                var response = HTTPResponse.problem(error)
                response.headers += gone.headers  // This browser forgets in any case.
                finish(response)
            }
        }
    }

    private func answer(_ result: Result<TokenPair, WireError>) -> HTTPResponse {
        switch result {
        case .failure(let error): return .problem(error)
        case .success(let pair):
            let answer = AccessTokenAnswer(
                accessToken: pair.accessToken.revealed,
                expiresAt: pair.accessExpiresAt.ms,
                participant: WireParticipant(.account, pair.account)
            )
            var response = HTTPResponse.json(answer.encoded())
            let maxAge = self.refreshTokenLife.components.seconds
            response.headers.append(("set-cookie", self.cookie(pair.refreshToken.revealed, maxAge: maxAge)))
            return response
        }
    }

    private func cookie(_ value: String, maxAge: Int64) -> String {
        let secure = self.isSecure ? "; Secure" : ""
        return "\(Self.cookieName)=\(value); Path=\(Self.path); Max-Age=\(maxAge); HttpOnly; SameSite=Strict\(secure)"
    }

    private static func cookie(of request: HTTPRequest) -> SecretText? {
        for part in (request.headers["cookie"] ?? "").split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1).map { $0.drop { $0 == " " } }
            if pair.count == 2, pair[0] == self.cookieName { return SecretText(String(pair[1])) }
        }
        return nil
    }
}

/// The body of a sign-in: `{"identifier":…,"password":…}`.
private struct PasswordBody {
    var identifier: String
    var password: SecretText

    init(from reader: inout JSONReader) throws(JSONFault) {
        var identifier: String?
        var password: SecretText?
        try reader.beginObject()
        while let name = try reader.nextName() {
            if reader.isName(name, "identifier") {
                identifier = try reader.value()
            } else if reader.isName(name, "password") {
                password = try reader.value()
            } else {
                try reader.skip()
            }
        }
        guard let identifier else { throw JSONFault(.missingMember("identifier"), at: reader.offset) }
        guard let password else { throw JSONFault(.missingMember("password"), at: reader.offset) }
        self.identifier = identifier
        self.password = password
    }
}
