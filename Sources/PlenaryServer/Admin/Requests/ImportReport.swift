// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Wire

/// What an import did, or why it did nothing.
public struct ImportReport: Sendable {
    /// Something in the file that must be mended, in both languages.
    public struct Problem: Sendable, Equatable {
        public let line: Int
        public let english: String
        public let chinese: String
    }

    /// A line of the sheet that is handed out.
    public struct Credentials: Sendable {
        public let displayName: String
        /// The login name.
        public let name: String
        public let password: SecretText
    }

    /// Accounts in lines without a problem.
    public let accounts: Int
    public let isImported: Bool
    public let problems: [Problem]
    /// Problems beyond those that are named.
    public let problemsOmitted: Int
    /// Columns that mean nothing to an import.
    public let ignoredHeadings: [String]
    /// The one time that the passwords can be seen.
    public let credentials: [Credentials]
}

extension ImportReport: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("accounts", self.accounts)
            writer.member("imported", self.isImported)
            writer.list("problems", self.problems)
            writer.member("problemsOmitted", self.problemsOmitted)
            writer.list("ignoredHeadings", self.ignoredHeadings)
            writer.list("credentials", self.credentials)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        let members = try JSONMembers(from: &reader)
        self.accounts = Int(try members.number("accounts"))
        self.isImported = try members.value("imported")
        self.problems = try members.value("problems")
        self.problemsOmitted = Int(try members.number("problemsOmitted"))
        self.ignoredHeadings = try members.value("ignoredHeadings")
        self.credentials = try members.value("credentials")
    }
}

extension ImportReport.Problem: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("line", self.line)
            writer.member("english", self.english)
            writer.member("chinese", self.chinese)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        let members = try JSONMembers(from: &reader)
        self.line = Int(try members.number("line"))
        self.english = try members.value("english")
        self.chinese = try members.value("chinese")
    }
}

extension ImportReport.Credentials: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("displayName", self.displayName)
            writer.member("name", self.name)
            writer.member("password", self.password)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        let members = try JSONMembers(from: &reader)
        self.displayName = try members.value("displayName")
        self.name = try members.value("name")
        self.password = try members.value("password")
    }
}
