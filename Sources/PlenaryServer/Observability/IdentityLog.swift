// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore
internal import Identity
internal import Logging
internal import Wire

/// Writes what sign-in notices into the log; no event holds a secret.
struct IdentityLog: IdentityObserver {
    private let logger: Logger

    init(_ logger: Logger) {
        self.logger = logger
    }

    func note(_ event: IdentityEvent) {
        switch event {
        case .passwordAccepted(let account, let address, let isRehashed):
            self.logger.info(
                "password accepted",
                metadata: ["account": "\(account)", "address": "\(address)", "rehashed": "\(isRehashed)"]
            )
        case .passwordRefused(let account, let address):
            self.logger.notice(
                "password refused",
                metadata: ["account": "\(account.map(String.init) ?? "unknown")", "address": "\(address)"]
            )
        case .guestSignedIn(let room, let guest, let address):
            self.logger.info(
                "guest signed in",
                metadata: ["room": "\(room.number)", "guest": "\(guest)", "address": "\(address)"]
            )
        case .guestRefused(let room, let code, let address):
            self.logger.notice(
                "guest refused",
                metadata: [
                    "room": "\(room.map { String($0.number) } ?? "unknown")", "code": "\(code.rawValue)",
                    "address": "\(address)",
                ]
            )
        case .attemptSlowed(let address, let isByAddress):
            self.logger.notice(
                "sign-in attempt slowed",
                metadata: ["address": "\(address)", "by": isByAddress ? "address" : "account"]
            )
        case .refreshTokenReused(let account, let address):
            self.logger.warning(
                "a spent refresh token was shown; the sign-in is revoked",
                metadata: ["account": "\(account)", "address": "\(address)"]
            )
        case .tokensRevoked(let account, let generation):
            self.logger.notice(
                "tokens revoked",
                metadata: ["account": "\(account)", "generation": "\(generation)"]
            )
        case .hashUnreadable(let account):
            self.logger.error("the stored password hash cannot be read", metadata: ["account": "\(account)"])
        case .storeFailing(let failure):
            self.logger.error(
                "the store fails",
                metadata: ["while": "\(failure.activity)", "cause": "\(failure.cause)"]
            )
        case .failing(let failure):
            self.logger.error("sign-in fails", metadata: ["cause": "\(failure)"])
        }
    }
}
