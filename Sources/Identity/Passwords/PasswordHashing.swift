// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Wire

/// Port: hashes of passwords as PHC strings; every call blocks for as long as one hash takes.
public protocol PasswordHashing: Sendable {
    /// A hash of `password` with today's parameters and a fresh salt.
    func hash(_ password: SecretText) throws(IdentityFailure) -> String

    /// Whether `hash` was made of `password`, whatever the parameters in it.
    func isMatch(_ password: SecretText, _ hash: String) throws(IdentityFailure) -> Bool

    /// Whether `hash` was made with other parameters than today's.
    func needsRehash(_ hash: String) -> Bool
}
