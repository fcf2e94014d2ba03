// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import Testing

@testable import TURNCredentials

@Suite
struct TURNServiceTests {
    @Test("the HMAC-SHA1 of RFC 2202's cases is theirs")
    func vectors() {
        let cases: [(key: [UInt8], data: [UInt8], code: String)] = [
            (Array(repeating: 0x0B, count: 20), Array("Hi There".utf8), "b617318655057264e28bc0b6fb378c8ef146be00"),
            (
                Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
                "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
            ),
            (
                Array(repeating: 0xAA, count: 20), Array(repeating: 0xDD, count: 50),
                "125d7342b9ac11cd91a39af48aa17b4f63f175d3"
            ),
            (
                Array(repeating: 0xAA, count: 80),
                Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
                "aa4ae5e15272d00e95705637ce8a3b55ed402112"
            ),
        ]
        for each in cases {
            let code = HMACSHA1.code(of: each.data, under: each.key)
            #expect(code.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() == each.code)
        }
    }

    @Test("Base64 is that of RFC 4648's cases")
    func base64() {
        let texts = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]
        for (count, text) in texts.enumerated() {
            #expect(Base64.text(of: Array("foobar".utf8.prefix(count))) == text)
        }
    }

    @Test("a user name is the second of its expiry and the session, and the password its code")
    func credentials() {
        let urls = ["turn:relay.example:3478?transport=udp"]
        let service = TURNService(.init(urls: urls, secret: "north"), control: nil)
        let servers = service.servers(for: SessionID(0xAB), at: Timestamp(ms: 1_700_000_000_999))
        let expected = ICEServers(
            urls: urls,
            username: "1700000600:00000000000000ab",
            credential: "umWTAQNIZtgli/ozaYso0edR5xI=",
            expiresAt: Timestamp(ms: 1_700_000_600_000)
        )
        #expect(servers == expected)
    }

    @Test("no session's name in coturn begins or ends another's")
    func names() {
        #expect(SessionID(0).turnName == "0000000000000000")
        #expect(SessionID(.max).turnName == "ffffffffffffffff")
    }
}
