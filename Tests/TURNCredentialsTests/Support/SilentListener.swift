// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Glibc
import Testing

/// Takes connections on a port of loopback and says nothing; also a way to find a port that is free.
final class SilentListener: Sendable {
    let port: UInt16
    private let descriptor: CInt

    init() throws {
        self.descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = self.descriptor
        let results = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe (
                    bind(descriptor, pointer, length), listen(descriptor, 8), getsockname(descriptor, pointer, &length)
                )
            }
        }
        try #require(results == (0, 0, 0))
        self.port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(self.descriptor) }
}
