// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import DirectoryCore

/// Why an administrative call has changed nothing.
public enum DirectoryError: Error, Sendable {
    /// An expected no.
    case refused(DirectoryRefusal)
    /// The database's fault; whether to try again is said by its code.
    case failed(SQLiteStoreError)
}
