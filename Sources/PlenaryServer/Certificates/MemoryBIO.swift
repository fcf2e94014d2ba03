// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import COpenSSL

/// Sole owner of one `BIO` in memory, through which OpenSSL reads and writes PEM.
@safe
struct MemoryBIO: ~Copyable {
    /// Far more than a certificate with the most names that we put into one.
    private static let bytesMax = 65_536

    let raw: OpaquePointer

    /// Empty, to be written to.
    init() throws(ServerFailure) {
        guard let raw = unsafe BIO_new(BIO_s_mem()) else { throw .openSSL(.internalFailure, "OpenSSL has no memory") }
        unsafe self.raw = raw
    }

    init(_ bytes: [UInt8]) throws(ServerFailure) {
        guard let raw = unsafe BIO_new(BIO_s_mem()) else { throw .openSSL(.internalFailure, "OpenSSL has no memory") }
        guard unsafe Int(BIO_write(raw, bytes, Int32(clamping: bytes.count))) == bytes.count else {
            unsafe BIO_free(raw)
            throw .openSSL(.certificateInvalid, "a file of certificates or keys is empty, or OpenSSL has no memory")
        }
        unsafe self.raw = raw
    }

    deinit {
        unsafe BIO_free(self.raw)
    }

    /// Takes out what was written.
    borrowing func contents() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.bytesMax)
        defer { unsafe OPENSSL_cleanse(&bytes, bytes.count) }
        let count = unsafe BIO_read(self.raw, &bytes, Int32(bytes.count))
        return Array(bytes.prefix(max(0, Int(count))))
    }
}
