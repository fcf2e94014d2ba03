// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Glibc

/// A loopback address and port, as the socket calls take it: `127.0.0.1:5766` or `[::1]:5766`.
///
/// Nowhere else, because the password crosses the connection as it is.
@safe
public struct ControlAddress: Sendable {
    private let storage: sockaddr_storage
    private let length: socklen_t
    /// As it was written.
    public let text: String

    /// Nil unless `text` is the numeric address of a loopback interface and a port.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0
        else { return nil }
        let host = text[..<colon]
        if host.hasPrefix("[") {
            guard host == "[::1]" else { return nil }
            self.init(v6: port, text)
        } else {
            self.init(v4: String(host), port, text)
        }
    }

    private init?(v4 host: String, _ port: UInt16, _ text: String) {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        guard unsafe inet_pton(AF_INET, host, &address.sin_addr) == 1,
            UInt32(bigEndian: address.sin_addr.s_addr) >> 24 == 127
        else { return nil }
        self.init(address, text)
    }

    private init(v6 port: UInt16, _ text: String) {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        address.sin6_addr = in6addr_loopback
        self.init(address, text)
    }

    private init<Family>(_ address: Family, _ text: String) {
        var storage = sockaddr_storage()
        unsafe withUnsafeMutableBytes(of: &storage) { room in
            unsafe withUnsafeBytes(of: address) { unsafe room.copyMemory(from: $0) }
        }
        self.storage = storage
        self.length = socklen_t(MemoryLayout<Family>.size)
        self.text = text
    }

    var family: CInt { CInt(self.storage.ss_family) }

    /// Lends the address to a call that reads it.
    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        unsafe withUnsafePointer(to: self.storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, self.length) }
        }
    }
}
