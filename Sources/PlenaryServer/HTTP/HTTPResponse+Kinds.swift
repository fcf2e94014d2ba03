// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import WebSocketTransport
internal import Wire

extension HTTPResponse {
    static func text(_ text: String) -> HTTPResponse {
        HTTPResponse(status: 200, headers: [("content-type", "text/plain; charset=utf-8")], body: Array(text.utf8))
    }

    static func json(_ body: [UInt8], status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, headers: [("content-type", "application/json")], body: body)
    }

    /// A QR code as an image, which runs nothing when it is opened on its own.
    static func svg(_ code: QRCode) -> HTTPResponse {
        HTTPResponse(
            status: 200,
            headers: [
                ("content-type", WebContentType.svg.text),
                ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
            ],
            body: Array(code.svg.utf8)
        )
    }

    /// What a page of another site gets, whatever it asks for.
    static var foreignOrigin: HTTPResponse {
        .problem(WireError(.permissionDenied, message: "Requests from pages of other sites are refused."))
    }

    static var notFound: HTTPResponse {
        .problem(WireError(.invalidRequest, message: "There is nothing here."), status: 404)
    }

    static func methodNotAllowed(_ allowed: String) -> HTTPResponse {
        var response = self.problem(WireError(.invalidRequest, message: "The method is not allowed here."), status: 405)
        response.headers.append(("allow", allowed))
        return response
    }

    /// A problem document (RFC 9457) with the stable code of `error`.
    static func problem(_ error: WireError, status: Int) -> HTTPResponse {
        var headers: [(name: String, value: String)] = [("content-type", "application/problem+json")]
        if let retryAfterMs = error.retryAfterMs {
            headers.append(("retry-after", "\((retryAfterMs + 999) / 1_000)"))
        }
        return HTTPResponse(status: status, headers: headers, body: ProblemAnswer(error, status: status).encoded())
    }

    /// The problem that a refused request is, with the status that fits its code.
    static func problem(_ error: WireError) -> HTTPResponse {
        let status =
            switch error.code {
            case .credentialsWrong, .tokenInvalid, .tokenReused, .invitationWrong, .pinWrong: 401
            case .lockedOut, .rateLimited: 429
            case .signInBusy, .overloaded, .storeUnavailable: 503
            case .parseError, .invalidRequest, .invalidParams: 400
            case .permissionDenied: 403
            case .invitationExpired: 410
            default: 500
            }
        return self.problem(error, status: status)
    }

    /// The same with the headers that every answer carries.
    func hardened(isSecure: Bool) -> HTTPResponse {
        var response = self
        var standard: [(name: String, value: String)] = [
            ("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer"),
            ("x-frame-options", "DENY"), ("cross-origin-opener-policy", "same-origin"),
        ]
        if isSecure { standard.append(("strict-transport-security", "max-age=31536000")) }
        if !response.headers.contains(where: { $0.name == "cache-control" }) {
            standard.append(("cache-control", "no-store"))
        }
        response.headers += standard
        return response
    }
}
