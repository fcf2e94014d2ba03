// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Glibc
internal import Synchronization

/// A socket that listens, until it is handed over.
///
/// Several sockets share one port (`SO_REUSEPORT`): the kernel spreads new connections over them, so each loop accepts
/// its own. Only one process may do so; another one that asks for the port is refused.
final class ListeningSocket: Sendable {
    private static let backlog: CInt = 4_096
    /// What the kernel may hold of a client that does not read; it books the double, overhead included.
    ///
    /// Left to itself it would take up to 4 MB for each (`tcp_wmem`), beside our own bounded queue. A client at 200 ms
    /// still gets 600 KB a second, many times what a meeting sends.
    private static let sendBufferBytes: CInt = 131_072

    /// Negative once it is somebody else's.
    private let descriptor: Atomic<CInt>
    let port: UInt16

    /// Opens `count` sockets for one listener.
    ///
    /// - Throws: ``TransportError/addressInvalid(_:)``, ``TransportError/portTaken(address:port:)`` or
    ///   ``TransportError/listenFailed(address:port:reason:)``; then none is left open.
    static func open(_ listener: Listener, count: Int) throws(TransportError) -> [ListeningSocket] {
        guard let address = SocketAddress(listener.address, port: listener.port) else {
            throw .addressInvalid(listener.address)
        }
        if listener.security == .plain, !address.isLoopback {
            throw .plainBeyondLoopback(address: listener.address, port: listener.port)
        }
        // A socket of another process that shares the port as well would not stop ours, so ask without sharing first.
        if listener.port != 0 { _ = try Self(listener, at: address, isShared: false) }
        var sockets: [ListeningSocket] = []
        for _ in 0..<count {
            let port = sockets.first?.port ?? listener.port
            guard let address = SocketAddress(listener.address, port: port) else {
                throw .addressInvalid(listener.address)
            }
            sockets.append(try Self(listener, at: address, isShared: true))
        }
        return sockets
    }

    private init(_ listener: Listener, at address: SocketAddress, isShared: Bool) throws(TransportError) {
        func failure() -> TransportError {
            let error = errno
            if error == EADDRINUSE { return .portTaken(address: listener.address, port: listener.port) }
            return .listenFailed(address: listener.address, port: listener.port, reason: systemErrorText(error))
        }
        let type = CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.family, type, 0)
        guard descriptor >= 0 else { throw failure() }
        var isReady = Self.set(SO_REUSEADDR, at: SOL_SOCKET, of: descriptor)
        if isShared { isReady = isReady && Self.set(SO_REUSEPORT, at: SOL_SOCKET, of: descriptor) }
        // Accepted sockets inherit it; it must be set before `listen` (tcp(7)).
        isReady = isReady && Self.set(SO_SNDBUF, at: SOL_SOCKET, of: descriptor, to: Self.sendBufferBytes)
        // Otherwise `::` would take the port of `0.0.0.0` as well.
        if address.family == AF_INET6 {
            isReady = isReady && Self.set(IPV6_V6ONLY, at: CInt(IPPROTO_IPV6), of: descriptor)
        }
        if isReady { isReady = unsafe address.withPointer { unsafe bind(descriptor, $0, $1) } == 0 }
        if isReady, isShared { isReady = listen(descriptor, Self.backlog) == 0 }
        let bound = unsafe SocketAddress { unsafe getsockname(descriptor, $0, $1) }
        guard isReady, let bound else {
            let error = failure()
            Glibc.close(descriptor)
            throw error
        }
        self.descriptor = Atomic(descriptor)
        self.port = bound.port
    }

    deinit {
        let descriptor = self.descriptor.load(ordering: .relaxed)
        if descriptor >= 0 { Glibc.close(descriptor) }
    }

    /// Gives the descriptor away, once; whoever takes it closes it.
    func handOver() -> CInt? {
        let descriptor = self.descriptor.exchange(-1, ordering: .relaxed)
        return descriptor >= 0 ? descriptor : nil
    }

    private static func set(_ option: CInt, at level: CInt, of descriptor: CInt, to value: CInt = 1) -> Bool {
        var value = value
        return unsafe setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<CInt>.size)) == 0
    }
}

/// What the system says about an error number.
func systemErrorText(_ error: CInt) -> String {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
        guard let base = buffer.baseAddress, unsafe strerror_r(error, base, buffer.count) == 0 else {
            return "error \(error)"
        }
        return unsafe String(cString: base)
    }
}
