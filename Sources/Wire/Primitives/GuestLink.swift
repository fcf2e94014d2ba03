// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What guests open in a browser: the page at ``path``, with the invitation's code in the fragment.
///
/// Browsers send a fragment to nobody, so no log of a server or a proxy ever holds a code.
public enum GuestLink {
    /// Beneath the server's address.
    public static let path = "/g"

    /// - Parameters:
    ///   - code: Of the invitation.
    ///   - publicURL: Where people find the server, without a slash at its end.
    public static func link(with code: SecretText, under publicURL: String) -> SecretText {
        SecretText("\(publicURL)\(self.path)#\(code.revealed)")
    }
}
