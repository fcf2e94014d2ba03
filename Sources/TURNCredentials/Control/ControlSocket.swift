// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Glibc

/// Sole owner of a connected socket that blocks, for no longer than its time-out.
struct ControlSocket: ~Copyable {
    private static let chunkBytes = 16_384

    private let descriptor: CInt

    private init(_ descriptor: CInt) {
        self.descriptor = descriptor
    }

    static func open(to address: ControlAddress, timeout: Duration) throws(TURNFailure) -> ControlSocket {
        let activity = "connecting to \(address.text)"
        let descriptor = socket(address.family, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Self.failure(activity) }
        let connection = ControlSocket(descriptor)
        let (seconds, attoseconds) = timeout.components
        var limit = timeval(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
        let size = socklen_t(MemoryLayout<timeval>.size)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {  // On Linux the latter counts for connecting too (socket(7)).
            guard unsafe setsockopt(descriptor, SOL_SOCKET, option, &limit, size) == 0 else {
                throw Self.failure(activity)
            }
        }
        guard unsafe address.withPointer({ unsafe connect(descriptor, $0, $1) }) == 0 else {
            throw Self.failure(activity)
        }
        return connection
    }

    deinit {
        close(self.descriptor)
    }

    borrowing func write(_ text: String, while activity: String) throws(TURNFailure) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { bytes in
                // A coturn that went must not end this process by a signal.
                unsafe send(self.descriptor, bytes.baseAddress, bytes.count, CInt(MSG_NOSIGNAL))
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw Self.failure(activity)
            }
        }
    }

    /// What has come, at least one byte.
    borrowing func read(while activity: String) throws(TURNFailure) -> ArraySlice<UInt8> {
        var bytes = [UInt8](repeating: 0, count: Self.chunkBytes)
        while true {
            let count = unsafe recv(self.descriptor, &bytes, bytes.count, 0)
            if count > 0 { return bytes[..<count] }
            if count == 0 { throw TURNFailure(.unreachable, while: activity, cause: "it closed the connection") }
            guard errno == EINTR else { throw Self.failure(activity) }
        }
    }

    /// Reads `errno`, so make it right after the call.
    private static func failure(_ activity: String) -> TURNFailure {
        let number = errno
        if number == EAGAIN || number == EINPROGRESS {
            return TURNFailure(.unreachable, while: activity, cause: "no answer in time")
        }
        let text = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
        return TURNFailure(.unreachable, while: activity, cause: text)
    }
}
