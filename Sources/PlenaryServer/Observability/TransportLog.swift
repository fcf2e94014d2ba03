// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Logging
internal import WebSocketTransport

/// Writes what the transport notices into the log.
struct TransportLog: TransportObserver {
    private let logger: Logger

    init(_ logger: Logger) {
        self.logger = logger
    }

    func note(_ event: TransportEvent) {
        switch event {
        case .libraryMessage(let message):
            self.logger.debug("libwebsockets", metadata: ["message": "\(message)"])
        case .libraryMessagesDropped(let count):
            self.logger.debug("messages of libwebsockets dropped", metadata: ["count": "\(count)"])
        case .connectionsExhausted:
            self.logger.warning("as many connections are open as may be; new ones are refused (limits.connections)")
        case .descriptorsExhausted:
            self.logger.error("no file descriptor is left; raise the limit of open files (ulimit -n)")
        }
    }
}
