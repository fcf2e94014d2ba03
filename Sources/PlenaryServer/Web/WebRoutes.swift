// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import WebSocketTransport
internal import Wire

/// The web client: `/`, a room's link and a guest's are its page, other paths its files; so is `/trust` under a
/// development certificate.
///
/// Browsers keep what they got and ask each time whether it still holds: an update of the server reaches everybody with
/// the next load of the page.
struct WebRoutes: Sendable {
    /// Nothing but what this server sends runs, is shown, or is asked for; nobody frames it (CSP level 3).
    static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "media-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    static let permissions = "camera=(self), microphone=(self), display-capture=(self)"
    /// A room's link never changes, and nor does its picture.
    private static let codeMaxAgeSeconds = 86_400
    private static let codeName = "/qr.svg"
    private static let trustPath = "/trust"

    private let assets: WebAssets
    private let publicURL: String
    let trust: TrustOffer

    /// - Throws: ``ServerFailure`` with `badConfiguration` when the configured folder is none.
    init(_ configuration: ServerConfiguration, _ files: ServerFiles) throws(ServerFailure) {
        self.publicURL = configuration.publicURL
        self.trust = TrustOffer(certificateFile: files.certificate)
        if let folder = files.webFolder {
            self.assets = .folder(try WebFolder(folder))
        } else {
            self.assets = .inside
        }
    }

    /// Nil when nothing is there.
    func response(to request: HTTPRequest) -> HTTPResponse? {
        let authority = self.trust.authority(for: request)
        let isPage =
            request.path == "/" || request.path == GuestLink.path || WireRoom(linkPath: request.path) != nil
            || (request.path == Self.trustPath && authority != nil)
        let response: HTTPResponse
        if let path = WebPath(isPage ? "/index.html" : request.path), let asset = self.assets[path] {
            let marked = isPage ? authority.map { TrustOffer.marked(asset, with: $0) } : nil
            response = Self.response(with: marked ?? asset, to: request)
        } else if let authority, let file = TrustOffer.file(at: request.path, of: authority) {
            response = file
        } else if let code = self.code(at: request.path) {
            response = code
        } else {
            return nil
        }
        return request.method == .get || request.method == .head ? response : .methodNotAllowed("GET, HEAD")
    }

    private static func response(with asset: WebAsset, to request: HTTPRequest) -> HTTPResponse {
        let gzip = Gzip.isAccepted(by: request.headers["accept-encoding"]) ? asset.gzip : nil
        let form = gzip ?? asset.plain
        var headers: [(name: String, value: String)] = [("etag", form.tag), ("cache-control", "no-cache")]
        if asset.gzip != nil { headers.append(("vary", "accept-encoding")) }
        if asset.contentType.isDocument {
            headers.append(("content-security-policy", self.policy))
            headers.append(("permissions-policy", self.permissions))
        }
        if form.isNamed(by: request.headers["if-none-match"]) { return HTTPResponse(status: 304, headers: headers) }
        headers.append(("content-type", asset.contentType.text))
        if gzip != nil { headers.append(("content-encoding", "gzip")) }
        return HTTPResponse(status: 200, headers: headers, body: form.bytes)
    }

    /// The link of a room as a QR code, `/r/428913577/qr.svg`: for everybody, because it tells no more than its path,
    /// not even whether there is such a room.
    private func code(at path: String) -> HTTPResponse? {
        guard path.hasSuffix(Self.codeName), let room = WireRoom(linkPath: String(path.dropLast(Self.codeName.count))),
            let code = QRCode(of: room.link(under: self.publicURL))
        else { return nil }
        var response = HTTPResponse.svg(code)
        response.headers.append(("cache-control", "public, max-age=\(Self.codeMaxAgeSeconds)"))
        return response
    }
}
