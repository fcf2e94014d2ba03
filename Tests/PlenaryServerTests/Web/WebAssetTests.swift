// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import CWebAssets
import Foundation
import Testing

@testable import PlenaryServer

@Suite("Files of the web client")
struct WebAssetTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/CWebAssets/web")
    /// What a first visit may cost, compressed.
    private static let loadBytesMax = 250_000

    private func inside() throws -> [WebPath: WebAsset] {
        guard case .embedded(let assets) = WebAssets.inside else { throw CancellationError() }
        return assets
    }

    @Test("the program holds every file of the folder as it is, and nothing else")
    func embedded() throws {
        let assets = try self.inside()
        let names = try FileManager.default.subpathsOfDirectory(atPath: Self.folder.path).filter { name in
            let values = try? Self.folder.appending(path: name).resourceValues(forKeys: [.isRegularFileKey])
            return values?.isRegularFile == true
        }
        #expect(Set(names.map { "/" + $0 }) == Set(assets.keys.map(\.text)))
        for (path, asset) in assets {
            let data = try Data(contentsOf: Self.folder.appending(path: path.text.dropFirst()))
            #expect(asset.plain.bytes == Array(data), "\(path.text)")
        }
        #expect(WebPath("/index.html").map { assets[$0] != nil } == true)
    }

    @Test("all of it together fits into what a first visit may cost")
    func size() throws {
        let bytes = try self.inside().values.map { ($0.gzip ?? $0.plain).bytes.count }.reduce(0, +)
        #expect(bytes <= Self.loadBytesMax)
    }

    @Test("each form of each content has a tag of its own, and the same content the same")
    func tags() {
        let text = Array("export const answer = 42;\n".utf8)
        let long = Array(repeating: text, count: 20).flatMap { $0 }
        let (one, again, other) = (WebAsset(long, .js), WebAsset(long, .js), WebAsset(long + text, .js))
        let tags = [one.plain.tag, one.gzip?.tag, other.plain.tag, other.gzip?.tag]
        #expect(Set(tags).count == 4)
        #expect(tags.allSatisfy { $0?.wholeMatch(of: /"[!#-~]+"/) != nil })
        #expect(again.plain.tag == one.plain.tag && again.gzip?.tag == one.gzip?.tag)
        #expect(WebAsset([0], .png).gzip == nil)
    }

    @Test("a tag is known again in any list and in its weak form")
    func matching() {
        let form = WebAsset.Form(bytes: [], tag: "\"abc\"")
        for header in ["\"abc\"", "W/\"abc\"", "\"x\", \"abc\"", "*", "\"x\",W/\"abc\" , \"y\""] {
            #expect(form.isNamed(by: header), "\(header)")
        }
        for header in [nil, "", "abc", "\"abcd\"", "\"x\"", "w/\"abc\""] {
            #expect(!form.isNamed(by: header), "\(header ?? "none")")
        }
    }

    @Test("a path inside the folder is one")
    func paths() {
        for text in ["/index.html", "/style/base.css", "/i18n/zh-CN.js", "/a/b/c_d.woff2", "/app.webmanifest"] {
            #expect(WebPath(text)?.text == text)
        }
    }

    @Test(
        "a path that leads elsewhere, to a hidden file or to one of another kind is none",
        arguments: [
            "", "/", "index.html", "//index.html", "/style//base.css", "/../secret.json", "/style/../app.js",
            "/./app.js",
            "/.git/config.json", "/.hidden.js", "/style/.js", "/.js", "/js", "/app.js/", "/app.js/.", "/app.JS",
            "/notes.txt", "/app.js.map", "/a\\..\\b.js", "/%2e%2e/secret.json", "/a b.js", "/会.js", "/a\u{0}.js",
            "/etc/passwd", "/" + String(repeating: "a", count: 200) + ".js",
        ]
    )
    func otherPaths(text: String) {
        #expect(WebPath(text) == nil)
    }
}
