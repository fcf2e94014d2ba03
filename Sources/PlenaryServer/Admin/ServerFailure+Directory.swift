// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import DirectoryCore
internal import Identity
internal import SQLiteStore

extension ServerFailure {
    /// What the directory says to a command, in words for who gave it.
    init(_ error: DirectoryError) {
        switch error {
        case .refused(let refusal): self.init(refusal)
        case .failed(let error): self.init(doing: error)
        }
    }

    init(_ refusal: DirectoryRefusal) {
        let code: Code =
            switch refusal {
            case .unknownUnit, .unknownAccount: .unknownName
            case .invalidName, .invalidTier: .invalidInput
            case .codeTaken, .secondRoot, .unitBelowItself, .treeTooDeep, .tooManyUnits, .tierAboveParent,
                .tierBelowChildren, .identifierTaken, .rolesExclude, .roleHeldAlready, .roleNotHeld:
                .refused
            }
        self.init(code, refusal.text.english)
    }

    /// The database could not do what a command wanted.
    init(doing error: SQLiteStoreError) {
        self.init(.storeFailed, "\(error)")
    }

    init(_ error: IdentityFailure) {
        self.init(.internalFailure, "\(error)")
    }
}
