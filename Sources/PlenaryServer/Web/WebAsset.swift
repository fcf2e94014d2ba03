// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Foundation
internal import Identity

/// One file of the web client, as it goes out: plain and compressed, each with its entity tag.
struct WebAsset: Sendable {
    /// A representation (RFC 9110 section 8): what is sent, and the strong tag that tells it from any other.
    struct Form: Sendable {
        let bytes: [UInt8]
        /// With its quotes.
        let tag: String

        /// Whether a client that has what `header`, an `if-none-match`, names has this one (RFC 9110 section 13.1.2).
        ///
        /// Proxies that change how it is transferred make a tag weak; it then still means these bytes.
        func isNamed(by header: String?) -> Bool {
            guard let header else { return false }
            let names = header.split(separator: ",").map { $0.filter { $0 != " " && $0 != "\t" } }
            return names.contains { $0 == "*" || $0 == self.tag || $0 == "W/\(self.tag)" }
        }
    }

    let contentType: WebContentType
    let plain: Form
    /// Nil when it would not be smaller.
    let gzip: Form?

    init(_ bytes: [UInt8], _ contentType: WebContentType) {
        let digest = Data(SHA256.digest(of: bytes)).base64EncodedString()
        let compressed = Gzip.compressed(bytes)
        self.contentType = contentType
        self.plain = Form(bytes: bytes, tag: "\"\(digest)\"")
        // Another representation needs another tag (RFC 9110 section 8.8.3.3).
        self.gzip = compressed.count < bytes.count ? Form(bytes: compressed, tag: "\"\(digest)-gzip\"") : nil
    }
}
