// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Logging
import Testing

@testable import PlenaryServer

@Suite
struct RelayServicesTests {
    private static let relay = "turn:relay.example:3478?transport=udp"

    private func configuration(_ change: (inout MediaConfiguration) -> Void) -> MediaConfiguration {
        var configuration = MediaConfiguration()
        configuration.turnURLs = [Self.relay]
        configuration.turnSecret = "north"
        change(&configuration)
        return configuration
    }

    private func make(_ configuration: MediaConfiguration) throws(ServerFailure) -> RelayServices {
        try RelayServices(configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test("without addresses there are no relays")
    func none() throws {
        #expect(try self.make(self.configuration { $0.turnURLs = [] }).source == nil)
    }

    @Test("addresses and the secret are enough, and so is STUN without a secret")
    func enough() throws {
        #expect(try self.make(self.configuration { _ in }).source != nil)
        let stun = self.configuration {
            $0.turnURLs = ["stun:relay.example:3478"]
            $0.turnSecret = ""
        }
        #expect(try self.make(stun).source != nil)
    }

    @Test("what cannot work is refused, and the key is named")
    func refused() {
        let cases: [(key: String, configuration: MediaConfiguration)] = [
            ("media.turn.urls", self.configuration { $0.turnURLs = [Self.relay, "relay.example"] }),
            ("media.turn.secret", self.configuration { $0.turnSecret = "" }),
            ("media.turn.cliAddress", self.configuration { $0.turnCLIAddress = "relay.example:5766" }),
            ("media.turn.cliPassword", self.configuration { $0.turnCLIAddress = "127.0.0.1:5766" }),
        ]
        for each in cases {
            let failure = #expect(throws: ServerFailure.self) { try self.make(each.configuration) }
            #expect(failure?.code == .badConfiguration && failure?.message.contains(each.key) == true)
        }
    }

    @Test("what was started ends")
    func ends() async throws {
        let configuration = self.configuration {
            $0.turnCLIAddress = "127.0.0.1:5766"
            $0.turnCLIPassword = "s3"
        }
        await (try self.make(configuration)).stop()
    }
}
