// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import WebSocketTransport
internal import Wire

/// The web client: `/` and a room's link are its page, other paths its files.
struct WebRoutes: Sendable {
    /// Nothing but what this server sends runs, is shown, or is asked for; nobody frames it (CSP level 3).
    static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "media-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    static let permissions = "camera=(self), microphone=(self), display-capture=(self)"

    private let folder: WebFolder?

    /// - Parameter folder: Where the files are read from while they are developed.
    init(folder: String?) throws(ServerFailure) {
        self.folder = try folder.map { path throws(ServerFailure) in try WebFolder(path) }
    }

    /// Nil when there is no such file.
    func response(to request: HTTPRequest) -> HTTPResponse? {
        let isPage = request.path == "/" || WireRoom(linkPath: request.path) != nil
        guard let path = WebPath(isPage ? "/index.html" : request.path) else { return nil }
        guard let folder else { return isPage ? StartPage.response : nil }
        guard let bytes = folder.bytes(of: path) else { return nil }
        guard request.method == .get || request.method == .head else { return .methodNotAllowed("GET, HEAD") }
        var headers: [(name: String, value: String)] = [
            ("content-type", path.contentType.text), ("cache-control", "no-cache"),
        ]
        if path.contentType.isDocument {
            headers.append(("content-security-policy", Self.policy))
            headers.append(("permissions-policy", Self.permissions))
        }
        return HTTPResponse(status: 200, headers: headers, body: bytes)
    }
}
