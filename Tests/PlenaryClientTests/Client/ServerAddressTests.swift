// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import PlenaryClient
import Testing

@Suite("Addresses of servers")
struct ServerAddressTests {
    @Test(
        "an address is read with its defaults",
        arguments: [
            ("wss://meet.example", "wss://meet.example:443/ws"), ("ws://localhost", "ws://localhost:80/ws"),
            ("wss://meet.example:8443/ws", "wss://meet.example:8443/ws"),
            ("wss://[::1]:8443/other", "wss://[::1]:8443/other"), ("ws://127.0.0.1:9/", "ws://127.0.0.1:9/"),
        ]
    )
    func reading(_ text: String, _ full: String) throws {
        #expect(try ServerAddress(text).description == full)
    }

    @Test(
        "what is no such address is refused",
        arguments: [
            "", "https://meet.example", "meet.example:8443", "wss://", "wss://:8443", "wss://host:0",
            "wss://host:70000", "wss://user@host", "wss://[::1", "wss://host:port/ws", "ws://a b/", "wss://host/a b",
        ]
    )
    func refusing(_ text: String) {
        #expect(throws: ClientError.urlInvalid(text)) { try ServerAddress(text) }
    }
}
