// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Why an access token does not count.
///
/// For logs and tests: a client hears `token_invalid` for each of them.
public enum AccessTokenRefusal: Error, Sendable, Hashable, CaseIterable {
    /// Not three parts in base64url, or a header or claims that are not as ours.
    case malformed
    /// Another algorithm than ES256; `none` and every HMAC are among them (RFC 8725 section 3.1).
    case algorithmNotAllowed
    /// Signed with a key that is not ours, or not any more.
    case unknownKey
    case signatureWrong
    case issuerWrong
    case expired
    case notYetValid
    /// Issued under an earlier token generation of the account.
    case revoked
    /// The account does not exist or is disabled.
    case accountGone
    /// A guest's, where an account is asked for.
    case noAccount
}
