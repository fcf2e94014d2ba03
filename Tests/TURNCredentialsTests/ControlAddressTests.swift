// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing

@testable import TURNCredentials

@Suite
struct ControlAddressTests {
    @Test("loopback addresses with a port are taken", arguments: ["127.0.0.1:5766", "127.1.2.3:1", "[::1]:65535"])
    func taken(_ text: String) {
        #expect(ControlAddress(text)?.text == text)
    }

    @Test(
        "everything else is not",
        arguments: [
            "", "127.0.0.1", "127.0.0.1:", ":5766", "127.0.0.1:0", "127.0.0.1:65536", "10.0.0.1:5766",
            "localhost:5766", "[::2]:5766", "::1:5766", "0.0.0.0:5766",
        ]
    )
    func refused(_ text: String) {
        #expect(ControlAddress(text) == nil)
    }
}
