// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import JanusMedia
internal import Logging

/// What happens with the media server, as lines of the log.
struct MediaLog: Sendable {
    private let logger: Logger

    init(_ logger: Logger) {
        self.logger = logger
    }

    func note(_ event: JanusMediaEvent) {
        switch event {
        case .connected(let isNew):
            self.logger.notice("media server can be used", metadata: ["isNew": "\(isNew)"])
        case .connectionLost(let reason):
            self.logger.warning("media server is not connected", metadata: ["reason": "\(reason)"])
        case .sessionLost:
            self.logger.warning("media server has lost what it carried: clients begin anew")
        case .unreadable(let reason):
            self.logger.error("media server cannot be understood", metadata: ["reason": "\(reason)"])
        case .refused(let room, let reason):
            self.logger.info("media server refused", metadata: ["room": "\(room)", "reason": "\(reason)"])
        }
    }
}
