// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import WebSocketClient

/// Where Janus is and how it is used.
public struct JanusMediaConfiguration: Sendable {
    /// Janus's WebSocket API (janus.transport.websockets.jcfg): `ws://127.0.0.1:8188`, or `wss://` beyond this machine.
    public var address: WebSocketAddress
    /// `api_secret` in janus.jcfg.
    public var apiSecret: String
    /// Janus's Admin API over WebSocket, by which what it carries outlives a restart of this process; nil: it does not.
    public var adminAddress: WebSocketAddress?
    /// `admin_secret` in janus.jcfg.
    public var adminSecret: String?
    /// `admin_key` in janus.plugin.videoroom.jcfg; nil where it has none.
    public var adminKey: String?
    /// The secret from which those of all rooms are derived; it must stay the same over restarts.
    public var roomKey: [UInt8]
    /// Sessions that publish in one room at most.
    public var publishersMax = 200
    /// Bits per second of one publisher's video at most; zero: no bound.
    public var videoBitsPerSecondMax = 1_500_000
    /// How long an answer may take.
    public var answerTimeout: Duration = .seconds(10)
    /// Between signs of life; less than half of Janus's `session_timeout`.
    public var keepAliveInterval: Duration = .seconds(20)
    /// How long what Janus carries is kept while there is no connection to it; less than its `reclaim_session_timeout`.
    public var reclaimTimeout: Duration = .seconds(5)

    public init(address: WebSocketAddress, apiSecret: String, roomKey: [UInt8]) {
        self.address = address
        self.apiSecret = apiSecret
        self.roomKey = roomKey
    }
}
