// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Foundation
internal import Identity
internal import WebSocketTransport

/// The page at `/` while there is no web client: it says that the server runs and which one it is.
enum StartPage {
    static let response = HTTPResponse(
        status: 200,
        headers: [
            ("content-type", "text/html; charset=utf-8"),
            (
                "content-security-policy",
                "default-src 'none'; style-src '\(styleHash)'; base-uri 'none'; form-action 'none'; "
                    + "frame-ancestors 'none'"
            ),
        ],
        body: Array(page.utf8)
    )

    private static let style =
        "body{max-width:36rem;margin:15vh auto;padding:0 1rem;font:1.1rem/1.6 system-ui,sans-serif}"
        + ":root{color-scheme:light dark}"

    /// By its hash the policy lets in this style sheet and no other.
    private static let styleHash = "sha256-" + Data(SHA256.digest(of: Array(style.utf8))).base64EncodedString()

    private static let page = """
        <!DOCTYPE html>
        <html lang="zh-CN">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>Plenary</title>
        <style>\(style)</style>
        </head>
        <body>
        <h1>Plenary \(Server.version)</h1>
        <p>服务器正在运行。客户端通过 WebSocket 连接本站的 <code>/ws</code>；本版本尚不包含网页客户端。</p>
        <p lang="en">The server is running. Clients connect to <code>/ws</code> here by WebSocket; this version has no
        web client yet.</p>
        </body>
        </html>

        """
}
