// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The key pair of a server, in a file of its data folder that only the server's own account may read.
public struct SigningKeyFile: Sendable, Hashable {
    private let file: SecretFile

    public var path: String { self.file.path }

    public init(path: String) {
        self.file = SecretFile(path: path, content: "signing key")
    }

    /// The key in the file; makes both when there is no file yet.
    ///
    /// Of two processes that start at once, both get the key of the one that was first.
    public func load() throws(IdentityFailure) -> SigningKey {
        try self.file.load { () throws(IdentityFailure) in
            try SigningKey.make().pem()
        } _: { bytes throws(IdentityFailure) in
            try SigningKey(pem: bytes)
        }
    }
}
