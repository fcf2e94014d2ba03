// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Foundation
internal import Identity
internal import LoopRuntime
internal import WebSocketTransport

/// Offers the authority of the development certificate to devices that shall trust it; behind any other certificate
/// there is nothing to offer, and nothing says that there could be.
///
/// The authority is public: each client is shown it in the handshake. Whether it is the right one people tell by the
/// fingerprint, which `plenary init` and the page of `/trust` both show.
final class TrustOffer: Sendable {
    /// Of a page, where the offer holds; the web client shows the way to it then.
    private static let mark = (before: "<meta charset=\"utf-8\">\n", name: "plenary-trust")

    private let certificateFile: String
    private let current: Guarded<DevelopmentAuthority?>

    /// - Parameter certificateFile: The server's certificate.
    init(certificateFile: String) {
        self.certificateFile = certificateFile
        self.current = Guarded(DevelopmentAuthority(ofServerCertificate: certificateFile))
    }

    /// Looks at the files anew, which the server has just read again.
    func refresh() {
        let authority = DevelopmentAuthority(ofServerCertificate: self.certificateFile)
        self.current.withLock { $0 = authority }
    }

    /// What is offered to who sent a request; a proxy in front of a plain listener shows a certificate of its own.
    func authority(for request: HTTPRequest) -> DevelopmentAuthority? {
        request.isTLS ? self.current.withLock { $0 } : nil
    }

    /// The files by which devices take the authority in; nil when `path` names none of them.
    static func file(at path: String, of authority: DevelopmentAuthority) -> HTTPResponse? {
        switch path {
        case "/trust/ca.crt":
            HTTPResponse(status: 200, headers: [("content-type", "application/x-x509-ca-cert")], body: authority.der)
        case "/trust/plenary.mobileconfig":
            HTTPResponse(
                status: 200,
                headers: [("content-type", "application/x-apple-aspen-config")],
                body: Array(self.profile(of: authority).utf8)
            )
        default: nil
        }
    }

    /// A page that tells the web client of the offer, by the authority's fingerprint.
    static func marked(_ page: WebAsset, with authority: DevelopmentAuthority) -> WebAsset {
        let text = String(decoding: page.plain.bytes, as: UTF8.self)
        let mark = "<meta name=\"\(self.mark.name)\" content=\"\(authority.fingerprint)\">\n"
        guard let place = text.range(of: self.mark.before) else { return page }
        return WebAsset(Array((text[..<place.upperBound] + mark + text[place.upperBound...]).utf8), page.contentType)
    }

    /// A profile for Apple's systems (Configuration Profile Reference, "com.apple.security.root").
    ///
    /// Its ids come from the certificate: the same authority a second time replaces the first.
    private static func profile(of authority: DevelopmentAuthority) -> String {
        let name = self.escaped(authority.name)
        let id = authority.fingerprint.replacing(":", with: "").prefix(16).lowercased()
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <plist version="1.0">
            <dict>
            <key>PayloadContent</key>
            <array>
            <dict>
            <key>PayloadCertificateFileName</key>
            <string>plenary-ca.cer</string>
            <key>PayloadContent</key>
            <data>\(Data(authority.der).base64EncodedString())</data>
            <key>PayloadDisplayName</key>
            <string>\(name)</string>
            <key>PayloadIdentifier</key>
            <string>plenary.trust.\(id).root</string>
            <key>PayloadType</key>
            <string>com.apple.security.root</string>
            <key>PayloadUUID</key>
            <string>\(self.uuid("root", authority))</string>
            <key>PayloadVersion</key>
            <integer>1</integer>
            </dict>
            </array>
            <key>PayloadDescription</key>
            <string>SHA-256 \(authority.fingerprint)</string>
            <key>PayloadDisplayName</key>
            <string>\(name)</string>
            <key>PayloadIdentifier</key>
            <string>plenary.trust.\(id)</string>
            <key>PayloadRemovalDisallowed</key>
            <false/>
            <key>PayloadType</key>
            <string>Configuration</string>
            <key>PayloadUUID</key>
            <string>\(self.uuid("profile", authority))</string>
            <key>PayloadVersion</key>
            <integer>1</integer>
            </dict>
            </plist>

            """
    }

    /// A UUID of version 8 (RFC 9562 section 5.8) from a name and the certificate.
    private static func uuid(_ name: String, _ authority: DevelopmentAuthority) -> String {
        var bytes = Array(SHA256.digest(of: Array(name.utf8) + authority.der).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = bytes.map { String(format: "%02X", $0) }
        return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }.joined(separator: "-")
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
