// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a file of the web client is, by the end of its name; files of other kinds are not served.
enum WebContentType: String, CaseIterable, Sendable {
    case css
    case html
    case ico
    case js
    case json
    case png
    case svg
    case webmanifest
    case woff2

    /// - Parameter path: Nil when it ends with none of the known extensions.
    init?(path: String) {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return nil }
        self.init(rawValue: String(name[name.index(after: dot)...]))
    }

    /// As `content-type` tells it; a module without a JavaScript type does not run (HTML, 8.1.3).
    var text: String {
        switch self {
        case .css: "text/css; charset=utf-8"
        case .html: "text/html; charset=utf-8"
        case .ico: "image/vnd.microsoft.icon"
        case .js: "text/javascript; charset=utf-8"
        case .json: "application/json; charset=utf-8"
        case .png: "image/png"
        case .svg: "image/svg+xml; charset=utf-8"
        case .webmanifest: "application/manifest+json; charset=utf-8"
        case .woff2: "font/woff2"
        }
    }

    /// Whether browsers show it as a page of its own, which then needs a policy of its own.
    var isDocument: Bool { self == .html || self == .svg }
}
