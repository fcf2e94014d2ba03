// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import COpenSSL
import Glibc

/// The key pair of a server, in a file of its data folder that only the server's own account may read.
public struct SigningKeyFile: Sendable, Hashable {
    private static let bytesMax = 65_536

    public let path: String

    public init(path: String) {
        self.path = path
    }

    /// The key in the file; makes both when there is no file yet.
    ///
    /// Of two processes that start at once, both get the key of the one that was first.
    public func load() throws(IdentityFailure) -> SigningKey {
        if let key = try self.read() { return key }
        try self.write(SigningKey.make())
        guard let key = try self.read() else { throw self.failure("reading", "it vanished again") }
        return key
    }

    /// Nil when there is no file.
    private func read() throws(IdentityFailure) -> SigningKey? {
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
        return try SigningKey(pem: Array(bytes.prefix(count)))
    }

    /// Writes the key under another name first, so that a file of this name is always whole.
    private func write(_ key: SigningKey) throws(IdentityFailure) {
        let draft = "\(self.path).\(OpenSSLSecrets().randomBits())"
        let file = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw self.failure("making") }
        defer {
            close(file)
            unsafe unlink(draft)
        }
        var pem = try key.pem()
        defer { unsafe OPENSSL_cleanse(&pem, pem.count) }
        guard unsafe Glibc.write(file, pem, pem.count) == pem.count, fsync(file) == 0 else {
            throw self.failure("writing")
        }
        // Unlike a renaming, this replaces nothing that another process has made meanwhile.
        guard unsafe link(draft, self.path) == 0 || errno == EEXIST else { throw self.failure("naming") }
    }

    private func failure(_ activity: String, _ cause: String? = nil) -> IdentityFailure {
        let reason = unsafe cause ?? String(cString: strerror(errno))
        return IdentityFailure(.file, while: "\(activity) the signing key \(self.path)", cause: reason)
    }
}
