// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The path of a file of the web client, as a request names it: `/style/base.css`.
///
/// Its parts are made of letters, digits, `-`, `_` and `.` alone and begin with none of the last, so that no path leads
/// out of the folder or to a hidden file, however it was encoded.
struct WebPath: Hashable, Sendable {
    private static let bytesMax = 200

    /// Begins with a slash.
    let text: String
    let contentType: WebContentType

    init?(_ text: String) {
        guard text.utf8.count <= Self.bytesMax, text.hasPrefix("/"), let contentType = WebContentType(path: text) else {
            return nil
        }
        let parts = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy(Self.isName) else { return nil }
        self.text = text
        self.contentType = contentType
    }

    private static func isName(_ part: Substring) -> Bool {
        guard let first = part.utf8.first, first != UInt8(ascii: ".") else { return false }
        return part.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
    }
}
