// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Which pages of the web may talk to us with a browser's authority (RFC 6455 section 10.2).
struct OriginPolicy: Sendable {
    private let allowed: Set<String>

    init(allowed: [String]) {
        self.allowed = Set(allowed.map(Self.normalized))
    }

    /// - Parameters:
    ///   - origin: As the browser says; nil from anything that is no browser.
    ///   - host: What the request was addressed to.
    func allows(_ origin: String?, host: String?, isTLS: Bool) -> Bool {
        guard let origin else { return true }
        let normalized = Self.normalized(origin)
        if self.allowed.contains(normalized) { return true }
        guard let host, !host.isEmpty else { return false }
        return normalized == Self.normalized((isTLS ? "https://" : "http://") + host)
    }

    /// In lower case, without the port that its scheme has anyway.
    private static func normalized(_ origin: String) -> String {
        var text = origin.lowercased()
        if text.hasSuffix("/") { text.removeLast() }
        for (scheme, port) in [("https://", ":443"), ("http://", ":80")]
        where text.hasPrefix(scheme) && text.hasSuffix(port) {
            text.removeLast(port.utf8.count)
        }
        return text
    }
}
