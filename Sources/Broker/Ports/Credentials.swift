// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Wire

/// What a client shows to sign in.
public enum Credentials: Sendable {
    case password(identifier: String, password: SecretText)
    case accessToken(SecretText)
}
