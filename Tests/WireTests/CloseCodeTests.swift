// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing
import Wire

@Suite("Close codes")
struct CloseCodeTests {
    @Test("every code lies in the range that RFC 6455 leaves to applications", arguments: CloseCode.allCases)
    func range(code: CloseCode) {
        #expect((4000...4999).contains(code.rawValue))
        #expect(code.invitesReconnect == (code.rawValue < 4500))
    }
}
