// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Foundation

/// Calls of Unix sockets that the server's end and the command line's share.
enum LocalSocket {
    /// Calls `body` with the address of the socket at `path`, however long the path is.
    ///
    /// An address holds 107 bytes of path; a longer one is reached through its folder, which `/proc` names in a few.
    static func withAddress<Value>(
        of path: String,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value
    ) -> Value? {
        if let value = unsafe self.withShortAddress(of: path, body) { return value }
        let url = URL(fileURLWithPath: path)
        let folder = unsafe open(url.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return nil }
        defer { close(folder) }
        return unsafe self.withShortAddress(of: "/proc/self/fd/\(folder)/\(url.lastPathComponent)", body)
    }

    private static func withShortAddress<Value>(
        of path: String,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value
    ) -> Value? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let utf8 = Array(path.utf8)
        guard utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: utf8) }
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe body(address, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    static func make() -> CInt { socket(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0) }

    /// The account of the operating system at the other end; nil when the kernel does not say.
    static func accountOfOtherEnd(_ socket: CInt) -> uid_t? {
        // `struct ucred`: process, account, group; Swift does not import it.
        var credentials: [UInt32] = [0, 0, 0]
        var size = socklen_t(MemoryLayout<UInt32>.size * credentials.count)
        guard unsafe getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0 else { return nil }
        return credentials[1]
    }

    /// Ends a wait for the other end after so long.
    static func limitWaits(_ socket: CInt, receiveSeconds: Int, sendSeconds: Int) {
        for (option, seconds) in [(SO_RCVTIMEO, receiveSeconds), (SO_SNDTIMEO, sendSeconds)] {
            var limit = timeval(tv_sec: seconds, tv_usec: 0)
            unsafe setsockopt(socket, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    /// Writes all of `bytes`; false when the other end is gone or does not read.
    static func write(_ bytes: [UInt8], to socket: CInt) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { buffer in
                unsafe send(socket, buffer.baseAddress, buffer.count, CInt(MSG_NOSIGNAL))
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
