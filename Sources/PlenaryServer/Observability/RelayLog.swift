// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import Logging
internal import TURNCredentials

/// What happens at the relays, as lines of the log.
struct RelayLog: TURNObserver {
    private let logger: Logger

    init(_ logger: Logger) {
        self.logger = logger
    }

    func note(_ event: TURNEvent) {
        switch event {
        case .cancelled(let session, let allocations):
            let metadata: Logger.Metadata = ["session": "\(session.text)", "allocations": "\(allocations)"]
            self.logger.info("relays cancelled", metadata: metadata)
        case .controlFailing(let failure):
            let reason: Logger.Metadata = ["reason": "\(failure)"]
            self.logger.error("relays of those removed cannot be cancelled", metadata: reason)
        case .controlRecovered:
            self.logger.notice("relays can be cancelled again")
        case .overflowed(let session):
            self.logger.error("relays are not cancelled: too many", metadata: ["session": "\(session.text)"])
        }
    }
}
