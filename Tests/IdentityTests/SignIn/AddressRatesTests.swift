// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Identity
import Testing

@Suite("Rates of network addresses")
struct AddressRatesTests {
    @Test("an address that asks too often waits for its next turn, and others do not wait with it")
    func limit() {
        var rates = AddressRates(perSecond: 10, burst: 3)
        for _ in 0..<3 { #expect(rates.take("192.0.2.1", at: .seconds(5)) == nil) }
        #expect(rates.take("192.0.2.1", at: .seconds(5)) == 100)
        #expect(rates.take("192.0.2.2", at: .seconds(5)) == nil)
        #expect(rates.take("192.0.2.1", at: .milliseconds(5_099)) == 1)
        #expect(rates.take("192.0.2.1", at: .milliseconds(5_100)) == nil)
    }

    @Test("the addresses of one IPv6 network share their turns")
    func networks() {
        var rates = AddressRates(perSecond: 1, burst: 1)
        #expect(rates.take("2001:db8:0:1::1", at: .zero) == nil)
        #expect(rates.take("2001:db8:0:1:ffff::2", at: .zero) != nil)
        #expect(rates.take("2001:db8:0:2::1", at: .zero) == nil)
    }

    @Test("of very many addresses the one not heard of for longest is forgotten, and no other")
    func bound() {
        var rates = AddressRates(perSecond: 1, burst: 1, addressesMax: 2)
        #expect(rates.take("192.0.2.1", at: .zero) == nil)
        #expect(rates.take("192.0.2.2", at: .zero) == nil)
        #expect(rates.take("192.0.2.1", at: .zero) != nil)
        #expect(rates.take("192.0.2.3", at: .zero) == nil)
        #expect(rates.take("192.0.2.1", at: .zero) != nil)
        #expect(rates.take("192.0.2.2", at: .zero) == nil)
    }
}
