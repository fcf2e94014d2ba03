// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Testing

@Suite("Identifiers")
struct IdentifierTests {
    @Test("a room number has nine digits and does not start with zero")
    func roomNumbers() {
        #expect(RoomID(99_999_999) == nil)
        #expect(RoomID(1_000_000_000) == nil)
        #expect(RoomID(100_000_000)?.number == 100_000_000)
    }
}
