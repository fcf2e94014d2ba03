// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import Logging
internal import LoopRuntime
internal import TURNCredentials

/// The relays that clients are told of, and what cuts off who was removed.
struct RelayServices: Sendable {
    /// Nil where there are none.
    let source: (any ICEServerSource)?
    private let control: CoturnControl?

    /// There are none.
    init() {
        self.source = nil
        self.control = nil
    }

    /// - Throws: ``ServerFailure`` with `badConfiguration`, naming the key.
    init(_ media: MediaConfiguration, logger: Logger) throws(ServerFailure) {
        guard !media.turnURLs.isEmpty else {
            self.source = nil
            self.control = nil
            return
        }
        let schemes = ["stun:", "stuns:", "turn:", "turns:"]
        guard media.turnURLs.allSatisfy({ url in schemes.contains { url.hasPrefix($0) } }) else {
            throw ServerFailure(.badConfiguration, "media.turn.urls must begin with stun:, stuns:, turn: or turns:")
        }
        let hasRelay = media.turnURLs.contains { $0.hasPrefix("turn") }
        guard !hasRelay || !media.turnSecret.isEmpty else {
            throw ServerFailure(.badConfiguration, "media.turn.secret is missing: it is coturn's static-auth-secret")
        }
        let control = try Self.control(media, logger: logger)
        self.control = control
        self.source = TURNService(.init(urls: media.turnURLs, secret: media.turnSecret), control: control)
    }

    private static func control(_ media: MediaConfiguration, logger: Logger) throws(ServerFailure) -> CoturnControl? {
        guard !media.turnCLIAddress.isEmpty else { return nil }
        guard let address = ControlAddress(media.turnCLIAddress) else {
            let rule = "must be a loopback address and a port, as 127.0.0.1:5766"
            throw ServerFailure(.badConfiguration, "media.turn.cliAddress \(rule)")
        }
        let password = media.turnCLIPassword
        guard !password.isEmpty, !password.contains(where: \.isNewline) else {
            throw ServerFailure(.badConfiguration, "media.turn.cliPassword must be coturn's cli-password")
        }
        return CoturnControl(.init(address: address, password: password), observer: RelayLog(logger))
    }

    func stop() async {
        guard let control = self.control else { return }
        control.stop()
        await Blocking.run { control.join() }
    }
}
