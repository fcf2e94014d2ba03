// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Why a server could not start or a command was not carried out: one line for a person, one exit code for a script.
///
/// `plenary serve --help`, `plenary --help` and `docs/operations.md` list the codes.
public struct ServerFailure: Error, Equatable, Sendable {
    public enum Code: Int32, CaseIterable, Sendable {
        case badConfiguration = 3
        case portTaken = 4
        case certificateMissing = 5
        case certificateInvalid = 6
        case databaseNewer = 7
        case databaseInUse = 8
        case databaseDamaged = 9
        case dataFolder = 10
        case addressRefused = 11
        case internalFailure = 12
        /// What was given cannot be such a thing: a name, a number, a path.
        case invalidInput = 13
        /// No account, unit or room is called so.
        case unknownName = 14
        /// Understood, and refused: taken already, or against a rule.
        case refused = 15
        /// Nothing of the file was imported; the report says why.
        case importRejected = 16
        /// A server or a room does not answer, or was lost on the way: whether it did what was asked is not known.
        case serverUnreachable = 17
        /// This account of the operating system may not command the server.
        case notAllowed = 18
        /// The database could not do it; nothing was changed.
        case storeFailed = 19
        /// A file that the command reads or writes.
        case fileFailed = 20
    }

    public let code: Code
    /// What is wrong and what to do, in one line.
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension ServerFailure: CustomStringConvertible {
    public var description: String { self.message }
}
