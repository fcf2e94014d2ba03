// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Wire

/// How a client signs in.
public enum Credentials: Hashable, Sendable {
    /// An access token, as `POST /api/v1/sign-in` or `plenary demo seed` gives it.
    case accessToken(SecretText)
    /// An account name, an employee number or a phone number, and the password.
    case password(identifier: String, password: SecretText)

    /// What goes into `session.authenticate`.
    var authentication: ClientCall.Authenticate {
        switch self {
        case .accessToken(let token): .token(accessToken: token)
        case .password(let identifier, let password): .password(identifier: identifier, password: password)
        }
    }
}
