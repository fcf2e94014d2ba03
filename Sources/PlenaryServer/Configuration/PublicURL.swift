// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Foundation

/// Where people find the server: an origin (RFC 6454 section 6.2), which links begin with and tokens are issued by.
enum PublicURL {
    /// What a value must be, as the rest of a sentence.
    static let rule = "must be an address as https://meet.example or https://meet.example:8443, without path or query"

    /// `text` in lower case and without a slash at its end; nil unless it is an HTTP or HTTPS address alone.
    static func checked(_ text: String) -> String? {
        var url = text.lowercased()
        if url.hasSuffix("/") { url.removeLast() }
        let isPlain = url.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard isPlain, let parts = URLComponents(string: url), parts.scheme == "https" || parts.scheme == "http",
            let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil, parts.path.isEmpty,
            parts.query == nil, parts.fragment == nil, parts.port.map((1...65_535).contains) ?? !url.hasSuffix(":")
        else { return nil }
        return url
    }
}
