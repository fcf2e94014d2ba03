// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

extension WireError {
    /// All the client needs to know: sign in again.
    static func refused(_ refusal: AccessTokenRefusal) -> WireError {
        switch refusal {
        case .malformed, .algorithmNotAllowed, .unknownKey, .signatureWrong, .issuerWrong, .expired, .notYetValid,
            .revoked, .accountGone, .noAccount:
            WireError(.tokenInvalid)
        }
    }

    static func refused(_ refusal: RefreshTokenRefusal) -> WireError {
        switch refusal {
        case .unknown, .expired: WireError(.tokenInvalid)
        case .reused: WireError(.tokenReused)
        }
    }
}
