// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing

@testable import TURNCredentials

@Suite
struct SessionListingTests {
    @Test("the ids of a session's allocations are read, those of others are not")
    func ids() {
        let listing = """
            \r
                1) id=001000000000000003, user <1795536995:00000000000000ab>:\r
                  realm: plenary\r
                  client addr 10.213.0.1:57542, server addr 10.213.0.1:3478\r
            \r
                2) id=000000000000000002, user <1795536399:00000000000000ab0>:\r
                3) id=000000000000000004, user <1795536999:00000000000000ab>:\r
            \r
              Total sessions: 3\r
            \r
            >\u{20}
            """
        let found = SessionListing.ids(in: listing, ofUserEndingIn: "00000000000000ab")
        #expect(found == ["001000000000000003", "000000000000000004"])
    }

    @Test(
        "what is no line of an allocation is passed over",
        arguments: [
            "", "id=", "id=1", "id=1,", "user <1:ab>:", "1) id=1, user <1:ab", "1) id=1 2, user <1:ab>:",
            "1) id=x\ncs 2, user <1:ab>:", "user <1:ab>: id=7",
        ]
    )
    func nonsense(_ text: String) {
        #expect(SessionListing.ids(in: text, ofUserEndingIn: "ab") == [])
    }
}
