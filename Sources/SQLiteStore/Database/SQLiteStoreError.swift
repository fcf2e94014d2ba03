// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import GRDB

/// A failure of the database or of its file.
///
/// A caller acts on `code`; the rest is for the log, where the whole reads as one line.
public struct SQLiteStoreError: Error, Sendable, CustomStringConvertible {
    public enum Code: Sendable, Equatable {
        /// Written by a later version of the program, which `known` cannot read: install that version again.
        case newerVersion(found: Int, known: Int)
        /// Not a database any more: restore a backup.
        case corrupt
        /// A database, but some other program's.
        case foreign
        /// Another process has it open.
        case inUse
        /// Another process keeps it locked right now; may work later.
        case busy
        /// No room is left on the disk; works again once there is.
        case full
        /// The file cannot be opened, read or written: path, permissions or the disk itself.
        case unreachable
        /// What was to be written contradicts what is there.
        case conflict
        /// Anything else; a retry is not known to help.
        case failed
    }

    public let code: Code
    /// What was being done, as a phrase that follows "while".
    public let activity: String
    public let cause: any Error
    /// Where it was noticed, as `File.swift:line`.
    public let location: String

    init(
        _ code: Code,
        while activity: String,
        cause: any Error,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) {
        self.code = code
        self.activity = activity
        self.cause = cause
        self.location = "\(fileID):\(line)"
    }

    /// Wraps what was thrown underneath; an error of our own passes unchanged.
    init(_ error: any Error, while activity: String, fileID: StaticString = #fileID, line: UInt = #line) {
        if let known = error as? SQLiteStoreError {
            self = known
        } else {
            self.init(Code(of: error), while: activity, cause: error, fileID: fileID, line: line)
        }
    }

    public var description: String { "\(self.code) while \(self.activity) (\(self.location)): \(self.cause)" }
}

extension SQLiteStoreError.Code {
    /// What an error of GRDB or of the system means to a caller.
    init(of error: any Error) {
        guard let error = error as? DatabaseError else {
            self = error is SystemFailure ? .unreachable : .failed
            return
        }
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        case .SQLITE_FULL: self = .full
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_READONLY, .SQLITE_IOERR: self = .unreachable
        case .SQLITE_CONSTRAINT: self = .conflict
        default: self = .failed
        }
    }
}
