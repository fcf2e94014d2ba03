// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The invitation key of a server, its bytes as they are, in a file that only the server's own account may read.
public struct InvitationKeyFile: Sendable, Hashable {
    private let file: SecretFile

    public var path: String { self.file.path }

    public init(path: String) {
        self.file = SecretFile(path: path, content: "invitation key")
    }

    /// The key in the file; makes both when there is no file yet.
    ///
    /// A file of another length is a failure and left alone: another key would void every invitation that is out.
    public func load() throws(IdentityFailure) -> InvitationKey {
        try self.file.load {
            InvitationKey.make().bytes
        } _: { bytes throws(IdentityFailure) in
            guard let key = InvitationKey(bytes) else {
                let cause = "it holds \(bytes.count) bytes, not \(InvitationKey.byteCount); restore it, or remove it: "
                throw self.file.failure("reading", cause + "then another is made, and links that were sent out end")
            }
            return key
        }
    }
}
