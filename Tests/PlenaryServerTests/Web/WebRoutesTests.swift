// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
import Testing
import WebSocketTransport

@testable import PlenaryServer

@Suite("Routes of the web client")
struct WebRoutesTests {
    /// A folder with a small client; gone with it.
    private final class Folder {
        let url = FileManager.default.temporaryDirectory.appending(component: "plenary-web-\(UUID().uuidString)")
        var root: URL { self.url.appending(path: "web") }

        init() throws {
            try FileManager.default.createDirectory(at: self.root, withIntermediateDirectories: true)
            try self.write(String(repeating: "<p>page</p>\n", count: 20), to: "web/index.html")
            try self.write(String(repeating: "export {};\n", count: 20), to: "web/app.js")
        }

        deinit { try? FileManager.default.removeItem(at: self.url) }

        func write(_ text: String, to name: String) throws {
            try text.write(to: self.url.appending(path: name), atomically: true, encoding: .utf8)
        }

        func routes() throws -> WebRoutes {
            var configuration = ServerConfiguration()
            configuration.webFolder = self.root.path
            configuration.publicURL = "https://meet.example"
            return try WebRoutes(configuration, ServerFiles(configuration, home: "/"))
        }
    }

    private func ask(
        _ routes: WebRoutes,
        _ path: String,
        _ method: HTTPMethod = .get,
        _ headers: [String: String] = [:]
    ) -> HTTPResponse? {
        routes.response(to: HTTPRequest(method: method, path: path, headers: headers))
    }

    @Test("the page answers at the root, at every room's link and at a guest's, with its policies")
    func page() throws {
        let folder = try Folder()
        let routes = try folder.routes()
        for path in ["/", "/index.html", "/r/428913577", "/g"] {
            let response = try #require(self.ask(routes, path))
            #expect(response.status == 200)
            #expect(response.value("content-type") == "text/html; charset=utf-8")
            #expect(response.value("content-security-policy") == WebRoutes.policy)
            #expect(response.value("permissions-policy") == WebRoutes.permissions)
            #expect(response.value("cache-control") == "no-cache")
        }
        let others = [
            "/r/", "/r/1", "/r/428913577/", "/r/428913577/index.html", "/app", "/index", "/style/", "/g/", "/gg",
        ]
        for path in others {
            #expect(self.ask(routes, path) == nil, "\(path)")
        }
    }

    @Test("who takes gzip gets it and is told what the answer depends on")
    func compression() throws {
        let folder = try Folder()
        let routes = try folder.routes()
        let plain = try #require(self.ask(routes, "/app.js"))
        let packed = try #require(self.ask(routes, "/app.js", .get, ["accept-encoding": "gzip, br"]))
        #expect(plain.value("content-encoding") == nil)
        #expect(packed.value("content-encoding") == "gzip")
        #expect(packed.body.count < plain.body.count)
        #expect(packed.body.starts(with: [0x1F, 0x8B]))
        for response in [plain, packed] {
            #expect(response.value("vary") == "accept-encoding")
            #expect(response.value("content-type") == "text/javascript; charset=utf-8")
        }
        #expect(plain.value("etag") != packed.value("etag"))
    }

    @Test("who has it already hears so without a body, until it changes")
    func revalidation() throws {
        let folder = try Folder()
        let routes = try folder.routes()
        let tag = try #require(self.ask(routes, "/app.js")?.value("etag"))
        let again = try #require(self.ask(routes, "/app.js", .get, ["if-none-match": tag]))
        #expect(again.status == 304)
        #expect(again.body.isEmpty)
        #expect(again.value("etag") == tag)
        #expect(again.value("content-type") == nil)
        // It has the other form.
        let other = self.ask(routes, "/app.js", .get, ["if-none-match": tag, "accept-encoding": "gzip"])
        #expect(other?.status == 200)
        try folder.write("export const changed = true;\n", to: "web/app.js")
        #expect(self.ask(routes, "/app.js", .get, ["if-none-match": tag])?.status == 200)
    }

    @Test("only reading is allowed, and of what is there")
    func methods() throws {
        let folder = try Folder()
        let routes = try folder.routes()
        for path in ["/", "/app.js", "/r/428913577", "/r/428913577/qr.svg"] {
            #expect(self.ask(routes, path, .head)?.status == 200)
            for method in [HTTPMethod.post, .put, .patch, .delete, .options] {
                let response = self.ask(routes, path, method)
                #expect(response?.status == 405)
                #expect(response?.value("allow") == "GET, HEAD")
            }
        }
        #expect(self.ask(routes, "/nothing.js", .post) == nil)
    }

    @Test("a folder serves what lies in it, and nothing that a link in it leads to")
    func folder() throws {
        let folder = try Folder()
        try folder.write("{}", to: "secret.json")
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "website"),
            withIntermediateDirectories: true
        )
        try folder.write("{}", to: "website/near.json")
        try FileManager.default.createDirectory(
            at: folder.root.appending(path: "folder.js"),
            withIntermediateDirectories: true
        )
        for (link, target) in [("out.json", "../secret.json"), ("near.json", "../website/near.json")] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.root.appending(path: link).path,
                withDestinationPath: target
            )
        }
        let routes = try folder.routes()
        for path in ["/out.json", "/near.json", "/folder.js", "/none.js", "/../secret.json"] {
            #expect(self.ask(routes, path) == nil, "\(path)")
        }
        try folder.write("{}", to: "web/late.json")
        #expect(self.ask(routes, "/late.json")?.status == 200)
    }

    @Test("a folder that is not there is a mistake of the configuration")
    func missingFolder() throws {
        var configuration = ServerConfiguration()
        configuration.webFolder = "nothing/here"
        let failure = #expect(throws: ServerFailure.self) {
            try WebRoutes(configuration, ServerFiles(configuration, home: "/tmp"))
        }
        #expect(failure?.code == .badConfiguration)
        #expect(failure?.message == "web.dir: there is no folder /tmp/nothing/here")
    }

    @Test("a room's link comes as a QR code that may be kept for a day")
    func code() throws {
        let folder = try Folder()
        let routes = try folder.routes()
        let response = try #require(self.ask(routes, "/r/428913577/qr.svg"))
        let expected = try #require(QRCode(of: "https://meet.example/r/428913577"))
        #expect(response.body == Array(expected.svg.utf8))
        #expect(response.value("content-type")?.hasPrefix("image/svg+xml") == true)
        #expect(response.value("cache-control") == "public, max-age=86400")
        for path in ["/r/1/qr.svg", "/qr.svg", "/r/428913577/qr.png", "/r/qr.svg", "/r/428913577/x/qr.svg"] {
            #expect(self.ask(routes, path) == nil, "\(path)")
        }
    }
}
