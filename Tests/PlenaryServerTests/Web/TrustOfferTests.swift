// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
import Testing
import WebSocketTransport

@testable import PlenaryServer

@Suite("The way to trust a development certificate")
struct TrustOfferTests {
    private static let paths = ["/trust", "/trust/ca.crt", "/trust/plenary.mobileconfig"]

    /// A node's folder with certificates; gone with it.
    private final class Home {
        let url = FileManager.default.temporaryDirectory.appending(component: "plenary-trust-\(UUID().uuidString)")
        var certificates: String { self.url.appending(component: "Certs").path }
        var files: ServerFiles { ServerFiles(ServerConfiguration(), home: self.url.path) }

        init() throws {
            let host = HostNames(names: ["node-1", "localhost"], addresses: ["127.0.0.1"])
            _ = try DevelopmentCertificates(folder: self.certificates, host: host, now: Date()).prepare()
        }

        deinit { try? FileManager.default.removeItem(at: self.url) }

        func routes() throws -> WebRoutes { try WebRoutes(ServerConfiguration(), self.files) }

        func remove(_ name: String) throws {
            try FileManager.default.removeItem(atPath: self.certificates + "/" + name)
        }
    }

    private func ask(_ routes: WebRoutes, _ path: String, isTLS: Bool = true) -> HTTPResponse? {
        routes.response(to: HTTPRequest(method: .get, path: path, isTLS: isTLS))
    }

    private func text(_ response: HTTPResponse?) -> String { String(decoding: response?.body ?? [], as: UTF8.self) }

    @Test("under a development certificate pages tell the authority's fingerprint, and /trust is one of them")
    func pages() throws {
        let home = try Home()
        let routes = try home.routes()
        let authority = try #require(DevelopmentAuthority(ofServerCertificate: home.files.certificate))
        #expect(authority.name == "Plenary development CA node-1")
        #expect(authority.fingerprint.wholeMatch(of: /([0-9A-F]{2}:){31}[0-9A-F]{2}/) != nil)
        let mark = "<meta name=\"plenary-trust\" content=\"\(authority.fingerprint)\">\n"
        for path in ["/", "/r/428913577", "/trust"] {
            let response = try #require(self.ask(routes, path))
            #expect(self.text(response).contains(mark))
            #expect(response.headers.contains { $0 == ("content-security-policy", WebRoutes.policy) })
        }
        let plain = try #require(self.ask(routes, "/", isTLS: false))
        #expect(self.text(self.ask(routes, "/")).replacing(mark, with: "") == self.text(plain))
    }

    @Test("phones get the authority's certificate itself, and Apple's a profile with it")
    func files() throws {
        let home = try Home()
        let routes = try home.routes()
        let authority = try #require(DevelopmentAuthority(ofServerCertificate: home.files.certificate))
        let certificate = try #require(self.ask(routes, "/trust/ca.crt"))
        #expect(certificate.headers.contains { $0 == ("content-type", "application/x-x509-ca-cert") })
        #expect(certificate.body == authority.der)
        let pem = try String(contentsOfFile: home.certificates + "/ca.crt", encoding: .utf8)
        let lines = pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }
        #expect(Data(base64Encoded: lines.joined()) == Data(authority.der))
        let profile = try #require(self.ask(routes, "/trust/plenary.mobileconfig"))
        #expect(profile.headers.contains { $0 == ("content-type", "application/x-apple-aspen-config") })
        let read = try unsafe PropertyListSerialization.propertyList(from: Data(profile.body), format: nil)
        let root = try #require(read as? [String: Any])
        let payload = try #require((root["PayloadContent"] as? [[String: Any]])?.first)
        #expect(root["PayloadType"] as? String == "Configuration")
        #expect(payload["PayloadType"] as? String == "com.apple.security.root")
        #expect(payload["PayloadContent"] as? Data == Data(authority.der))
        let ids = [root, payload].compactMap { ($0["PayloadUUID"] as? String).flatMap(UUID.init) }
        #expect(Set(ids).count == 2)
        #expect(self.ask(routes, "/trust/plenary.mobileconfig")?.body == profile.body)
    }

    @Test("behind any other certificate, or a proxy, there is nothing to trust and no page says so")
    func nothingElsewhere() throws {
        let home = try Home()
        let routes = try home.routes()
        for path in Self.paths { #expect(self.ask(routes, path, isTLS: false) == nil) }
        // Somebody's own certificate comes, and the server reads it: the authority beside it did not sign that one.
        let other = try Home()
        for name in ["server.crt", "server.key"] {
            let place = "\(home.certificates)/\(name)"
            try home.remove(name)
            try FileManager.default.copyItem(atPath: "\(other.certificates)/\(name)", toPath: place)
        }
        #expect(self.ask(routes, "/trust")?.status == 200)
        routes.trust.refresh()
        for path in Self.paths { #expect(self.ask(routes, path) == nil, "\(path)") }
        #expect(!self.text(self.ask(routes, "/")).contains("plenary-trust"))
    }

    @Test("without the authority's certificate nothing is offered")
    func noAuthority() throws {
        let home = try Home()
        try home.remove("ca.crt")
        let routes = try home.routes()
        for path in Self.paths { #expect(self.ask(routes, path) == nil, "\(path)") }
    }

    @Test("what leads to the authority is read and nothing else")
    func methods() throws {
        let home = try Home()
        let routes = try home.routes()
        for path in Self.paths {
            #expect(routes.response(to: HTTPRequest(method: .head, path: path))?.status == 200)
            #expect(routes.response(to: HTTPRequest(method: .post, path: path))?.status == 405)
        }
        for path in ["/trust/", "/trust/ca.key", "/trust/server.crt", "/trust/index.html"] {
            #expect(self.ask(routes, path) == nil, "\(path)")
        }
    }
}
