// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import CLibwebsockets

/// Decides which requests become WebSockets (RFC 6455 section 4.2).
///
/// What it lets pass, libwebsockets upgrades without a further question; what that would drop without an answer (no
/// key, no subprotocol, a version of long ago) is refused here.
enum UpgradeCheck {
    static let path = "/ws"
    static let subprotocol = "plenary.v1"
    /// libwebsockets drops a client that offers more.
    private static let subprotocolsBytesMax = 120

    /// Called for any request that asks for an upgrade.
    ///
    /// - Returns: Zero when it may become a WebSocket, else what ends the connection: an answer has been written.
    static func answer(_ head: RequestHead, of record: SocketRecord) -> CInt {
        // Unknown upgrades have been answered by libwebsockets, and yet it asks; their headers are gone.
        guard head.value(WSI_TOKEN_UPGRADE) != nil else { return -1 }
        guard let refusal = self.refusal(head, of: record) else { return 0 }
        record.owner.counters.handshakesRefused += 1
        let response = HTTPResponse.plain(
            refusal,
            headers: refusal == 426 ? [("sec-websocket-version", "13")] : []
        )
        unsafe HTTPExchange.write(response, to: head.wsi, of: record)
        return -1
    }

    /// Whether ours is in a list that libwebsockets is able to read.
    private static func offersSubprotocol(_ list: String) -> Bool {
        guard list.utf8.count <= Self.subprotocolsBytesMax else { return false }
        let members = list.split(separator: ",").map { $0.split(separator: " ") }
        return members.allSatisfy { $0.count == 1 } && members.contains { $0 == [Self.subprotocol[...]] }
    }

    private static func refusal(_ head: RequestHead, of record: SocketRecord) -> Int? {
        guard let (method, path) = head.target, path == Self.path else { return 404 }
        guard method == .get, head.value(WSI_TOKEN_UPGRADE)?.lowercased() == "websocket",
            head.list(WSI_TOKEN_CONNECTION).contains("upgrade"),
            let host = head.value(WSI_TOKEN_HOST), head.value(WSI_TOKEN_KEY) != nil
        else { return 400 }
        guard head.value(WSI_TOKEN_VERSION) == "13" else { return 426 }
        guard Self.offersSubprotocol(head.value(WSI_TOKEN_PROTOCOL) ?? "") else { return 400 }
        let origin = head.value(WSI_TOKEN_ORIGIN)
        return record.owner.origins.allows(origin, host: host, isTLS: record.isTLS) ? nil : 403
    }
}
