// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import COpenSSL
import Glibc

/// A secret that the server makes for itself, in a file of its data folder that only its own account may read.
struct SecretFile: Sendable, Hashable {
    private static let bytesMax = 65_536

    let path: String
    /// What the file holds, as failures call it: "signing key".
    let content: String

    /// What `read` makes of the file's bytes; `make` makes the bytes, and this the file, when there is none yet.
    ///
    /// Of two processes that start at once, both read the file of the one that was first.
    func load<Value>(
        _ make: () throws(IdentityFailure) -> [UInt8],
        _ read: ([UInt8]) throws(IdentityFailure) -> Value
    ) throws(IdentityFailure) -> Value {
        if let value = try self.content(read) { return value }
        var bytes = try make()
        defer { unsafe OPENSSL_cleanse(&bytes, bytes.count) }
        try self.write(bytes)
        guard let value = try self.content(read) else { throw self.failure("reading", "it vanished again") }
        return value
    }

    /// Nil when there is no file.
    private func content<Value>(
        _ read: ([UInt8]) throws(IdentityFailure) -> Value
    ) throws(IdentityFailure) -> Value? {
        let file = unsafe open(self.path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw self.failure("opening")
        }
        defer { close(file) }
        var status = stat()
        guard unsafe fstat(file, &status) == 0 else { throw self.failure("opening") }
        guard status.st_mode & 0o077 == 0 else {
            throw self.failure("opening", "others may read or write it; run chmod 600, and replace the key if they did")
        }
        var bytes = [UInt8](repeating: 0, count: Self.bytesMax)
        defer { unsafe OPENSSL_cleanse(&bytes, bytes.count) }
        var count = 0
        while count < bytes.count {
            let part = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(file, buffer.baseAddress?.advanced(by: count), buffer.count - count)
            }
            if part < 0 && errno == EINTR { continue }
            guard part >= 0 else { throw self.failure("reading") }
            if part == 0 { break }
            count += part
        }
        return try read(Array(bytes.prefix(count)))
    }

    /// Writes the file under another name first, so that one of this name is always whole.
    private func write(_ bytes: [UInt8]) throws(IdentityFailure) {
        let draft = "\(self.path).\(OpenSSLSecrets().randomBits())"
        let file = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw self.failure("making") }
        defer {
            close(file)
            unsafe unlink(draft)
        }
        guard unsafe Glibc.write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0 else {
            throw self.failure("writing")
        }
        // Unlike a renaming, this replaces nothing that another process has made meanwhile.
        guard unsafe link(draft, self.path) == 0 || errno == EEXIST else { throw self.failure("naming") }
    }

    /// - Parameter cause: Nil for what the system says.
    func failure(_ activity: String, _ cause: String? = nil) -> IdentityFailure {
        let reason = unsafe cause ?? String(cString: strerror(errno))
        return IdentityFailure(.file, while: "\(activity) the \(self.content) \(self.path)", cause: reason)
    }
}
