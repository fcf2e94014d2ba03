// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Glibc

/// A numeric IPv4 or IPv6 address and a port, as the socket calls take it.
@safe
struct SocketAddress {
    private var storage: sockaddr_storage
    private var length: socklen_t

    /// Nil when `text` is no numeric address.
    init?(_ text: String, port: UInt16) {
        var storage = sockaddr_storage()
        let length: Int? = unsafe withUnsafeMutableBytes(of: &storage) { bytes in
            guard let base = bytes.baseAddress else { return nil }
            let v4 = unsafe base.assumingMemoryBound(to: sockaddr_in.self)
            if unsafe inet_pton(AF_INET, text, &v4.pointee.sin_addr) == 1 {
                unsafe v4.pointee.sin_family = sa_family_t(AF_INET)
                unsafe v4.pointee.sin_port = port.bigEndian
                return MemoryLayout<sockaddr_in>.size
            }
            let v6 = unsafe base.assumingMemoryBound(to: sockaddr_in6.self)
            guard unsafe inet_pton(AF_INET6, text, &v6.pointee.sin6_addr) == 1 else { return nil }
            unsafe v6.pointee.sin6_family = sa_family_t(AF_INET6)
            unsafe v6.pointee.sin6_port = port.bigEndian
            return MemoryLayout<sockaddr_in6>.size
        }
        guard let length else { return nil }
        self.storage = storage
        self.length = socklen_t(length)
    }

    /// What `read` fills in: the address of a socket or of its peer.
    ///
    /// - Returns: Nil, with `read`'s result lost, when that is negative.
    init?(reading read: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> CInt) {
        var address = Self.blank
        guard unsafe address.withMutablePointer(read) >= 0 else { return nil }
        self = address
    }

    private init(storage: sockaddr_storage, length: socklen_t) {
        self.storage = storage
        self.length = length
    }

    /// Room for any address.
    static var blank: SocketAddress {
        SocketAddress(storage: sockaddr_storage(), length: socklen_t(MemoryLayout<sockaddr_storage>.size))
    }

    var family: CInt { CInt(self.storage.ss_family) }

    var port: UInt16 {
        unsafe withUnsafeBytes(of: self.storage) { bytes in
            // Both families have the port at the same place, behind their own number.
            UInt16(bigEndian: unsafe bytes.load(fromByteOffset: 2, as: UInt16.self))
        }
    }

    /// Reaches this machine only.
    var isLoopback: Bool {
        unsafe withUnsafeBytes(of: self.storage) { bytes in
            switch self.family {
            case AF_INET: unsafe bytes[4] == 127
            case AF_INET6: unsafe bytes[8..<24].elementsEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
            default: false
            }
        }
    }

    /// The address without its port, as text.
    var text: String {
        let offset = self.family == AF_INET ? 4 : 8
        return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { buffer in
            let found = unsafe withUnsafeBytes(of: self.storage) { bytes in
                unsafe inet_ntop(
                    self.family,
                    bytes.baseAddress?.advanced(by: offset),
                    buffer.baseAddress,
                    socklen_t(buffer.count)
                )
            }
            guard let found = unsafe found else { return "" }
            return unsafe String(cString: found)
        }
    }

    /// Lends the address to a call that reads it.
    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        unsafe withUnsafePointer(to: self.storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, self.length) }
        }
    }

    /// Lends the address to a call that fills it in.
    mutating func withMutablePointer<Result>(
        _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Result
    ) -> Result {
        unsafe withUnsafeMutablePointer(to: &self.storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, &self.length) }
        }
    }
}
