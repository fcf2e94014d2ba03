// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Foundation

/// The names and addresses by which clients may reach this machine.
public struct HostNames: Sendable, Equatable {
    /// More addresses than a machine has, and fewer than would make a handshake slow.
    private static let addressesMax = 128

    /// The first is the machine's own name; `localhost` is among them.
    public var names: [String]
    /// Numeric, without a zone; those of the loopback interface first.
    public var addresses: [String]

    public init(names: [String], addresses: [String]) {
        self.names = names
        self.addresses = addresses
    }

    /// Those of this machine now: interfaces come and go.
    public static func current() -> HostNames {
        let host = self.hostName().filter(self.isNameCharacter)
        var names = host.isEmpty ? [] : [host]
        // Under its first label alone a machine is found by others of its domain.
        if let label = host.split(separator: ".").first.map(String.init), label != host { names.append(label) }
        if !names.contains("localhost") { names.append("localhost") }
        let loopback = ["127.0.0.1", "::1"]
        let others = Set(self.interfaceAddresses()).subtracting(loopback).sorted()
        return HostNames(names: names, addresses: Array((loopback + others).prefix(self.addressesMax)))
    }

    /// The addresses under which other machines may find this one.
    public var addressesBeyondLoopback: [String] {
        self.addresses.filter { !$0.hasPrefix("127.") && $0 != "::1" }
    }

    private static func isNameCharacter(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "-" || character == ".")
    }

    private static func hostName() -> String {
        var name = [CChar](repeating: 0, count: 256)
        guard unsafe gethostname(&name, name.count - 1) == 0 else { return "" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Link-local IPv6 addresses are left out: they need a zone, which no URL of a browser can carry.
    private static func interfaceAddresses() -> [String] {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard unsafe getifaddrs(&first) == 0 else { return [] }
        defer { unsafe freeifaddrs(first) }
        var addresses: [String] = []
        var next = unsafe first
        while let interface = unsafe next {
            unsafe next = interface.pointee.ifa_next
            guard let address = unsafe interface.pointee.ifa_addr, let text = unsafe self.numeric(address) else {
                continue
            }
            if !text.contains("%") { addresses.append(text) }
        }
        return addresses
    }

    /// Nil for what is no IP address.
    private static func numeric(_ address: UnsafeMutablePointer<sockaddr>) -> String? {
        let length: Int
        switch unsafe Int32(address.pointee.sa_family) {
        case AF_INET: length = MemoryLayout<sockaddr_in>.size
        case AF_INET6: length = MemoryLayout<sockaddr_in6>.size
        default: return nil
        }
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let status = unsafe getnameinfo(
            address,
            socklen_t(length),
            &text,
            socklen_t(text.count),
            nil,
            0,
            NI_NUMERICHOST
        )
        guard status == 0 else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
