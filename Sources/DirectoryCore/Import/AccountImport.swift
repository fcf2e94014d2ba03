// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What an import file says: the accounts of its good lines, and what is wrong with the others.
///
/// Nothing is written here. The text arrives decoded; a byte order mark is skipped.
public struct AccountImport: Sendable {
    /// Lines with accounts that one file may have.
    public static let accountsMax = 100_000
    /// Problems that a report names; the rest are counted.
    public static let problemsMax = 1_000

    public private(set) var accounts: [ImportedAccount] = []
    public private(set) var problems: [ImportProblem] = []
    public private(set) var problemsOmitted = 0
    /// Headings that mean nothing to an import; their columns were not read.
    public private(set) var ignoredHeadings: [String] = []

    private let tree: OrgTree
    private let unitsByName: [String: [OrgUnitID]]
    private let taken: Set<LoginIdentifier>
    private var lines: [LoginIdentifier: Int] = [:]
    /// For each field of a line the column that it belongs to.
    private var columns: [ImportColumn?] = []

    /// Reads `text` (RFC 4180, headings in the first line; ``ImportColumn/headings``).
    ///
    /// - Parameters:
    ///   - tree: The organisation that units are looked up in, by path or, where only one has it, by name.
    ///   - taken: By what existing accounts sign in.
    public init(reading text: String, into tree: OrgTree, taken: Set<LoginIdentifier>) {
        self.tree = tree
        self.unitsByName = tree.unitsByName()
        self.taken = taken
        var reader = CSVReader(text)
        guard let heading = reader.next() else {
            self.complain(1, .emptyFile)
            return
        }
        if self.readHeadings(heading) { self.readAccounts(&reader) }
    }

    private mutating func readAccounts(_ reader: inout CSVReader) {
        var count = 0
        while let record = reader.next() {
            count += 1
            guard count <= Self.accountsMax else {
                return self.complain(record.line, .tooManyLines(limit: Self.accountsMax))
            }
            self.read(record)
        }
    }

    private mutating func complain(_ line: Int, _ kind: ImportProblem.Kind) {
        if self.problems.count < Self.problemsMax {
            self.problems.append(ImportProblem(line: line, kind: kind))
        } else {
            self.problemsOmitted += 1
        }
    }

    /// False when the lines below cannot be understood.
    private mutating func readHeadings(_ record: CSVReader.Record) -> Bool {
        guard !record.isMalformed else {
            self.complain(record.line, .malformedQuotes)
            return false
        }
        self.columns = record.fields.map { ImportColumn(heading: $0) }
        self.ignoredHeadings = zip(record.fields, self.columns).filter { $1 == nil && !$0.isEmpty }.map { $0.0 }
        for column in ImportColumn.allCases {
            let count = self.columns.count { $0 == column }
            if count > 1 { self.complain(record.line, .columnTwice(column)) }
            if count == 0, ImportColumn.required.contains(column) { self.complain(record.line, .missingColumn(column)) }
        }
        return self.problems.isEmpty
    }

    private mutating func read(_ record: CSVReader.Record) {
        guard !record.isMalformed else { return self.complain(record.line, .malformedQuotes) }
        guard record.fields.count <= self.columns.count else {
            let (expected, found) = (self.columns.count, record.fields.count)
            return self.complain(record.line, .tooManyFields(expected: expected, found: found))
        }
        var values: [ImportColumn: String] = [:]
        for (field, column) in zip(record.fields, self.columns) {
            // What control characters make of a value is said by whoever parses it.
            guard let column else { continue }
            values[column] = (PlainText.cleaned(field, limit: .max) ?? field).nonEmpty
        }
        guard !values.isEmpty else { return }  // A line of commas alone, as spreadsheets leave them at the end.
        guard let details = self.details(values, line: record.line) else { return }
        if self.claim(details.identifiers, line: record.line) {
            self.accounts.append(ImportedAccount(line: record.line, details: details))
        }
    }

    /// What the line says, or nil after saying everything that is wrong with it.
    private mutating func details(_ values: [ImportColumn: String], line: Int) -> AccountDetails? {
        let name = self.parse(.name, values, line) { LoginName($0) }
        let employee = self.parse(.employeeNumber, values, line) { EmployeeNumber($0) }
        let phone = self.parse(.phone, values, line) { PhoneNumber($0) }
        let text = { (value: String) in PlainText.cleaned(value, limit: AccountDetails.nameLengthMax) }
        let displayName = self.parse(.displayName, values, line, text)
        let reading = self.parse(.reading, values, line, text)
        let title = self.parse(.title, values, line, text)
        let rank = self.parse(.rank, values, line) { value in
            ASCIIText.folded(value).flatMap { Int32(ASCIIText.text($0)) }
        }
        let unit = self.unit(values, line)
        guard
            case (.value(let name), .value(let displayName), let unit?) = (name, displayName, unit),
            ![employee.isWrong, phone.isWrong, reading.isWrong, title.isWrong, rank.isWrong].contains(true)
        else { return nil }
        return AccountDetails(
            name: name,
            employeeNumber: employee.value,
            phone: phone.value,
            displayName: displayName,
            reading: reading.value,
            title: title.value ?? "",
            rank: rank.value ?? AccountDetails.rankDefault,
            unit: unit
        )
    }

    private enum Parsed<Value> {
        case value(Value)
        case none
        case wrong

        var value: Value? {
            if case .value(let value) = self { value } else { nil }
        }
        var isWrong: Bool {
            if case .wrong = self { true } else { false }
        }
    }

    private mutating func parse<Value>(
        _ column: ImportColumn,
        _ values: [ImportColumn: String],
        _ line: Int,
        _ read: (String) -> Value?
    ) -> Parsed<Value> {
        guard let text = values[column] else {
            guard ImportColumn.required.contains(column) else { return .none }
            self.complain(line, .missingValue(column))
            return .wrong
        }
        guard let value = read(text) else {
            self.complain(line, .invalidValue(column, text))
            return .wrong
        }
        return .value(value)
    }

    private mutating func unit(_ values: [ImportColumn: String], _ line: Int) -> OrgUnitID? {
        guard let text = values[.unit] else {
            self.complain(line, .missingValue(.unit))
            return nil
        }
        if let path = UnitPath(text), let unit = self.tree.unit(at: path) { return unit.id }
        let named = self.unitsByName[text] ?? []
        switch named.count {
        case 0: self.complain(line, .unknownUnit(text))
        case 1: return named[0]
        default: self.complain(line, .ambiguousUnit(text, named.compactMap { self.tree.path(of: $0) }))
        }
        return nil
    }

    /// Keeps the identifiers for this line, unless one of them is somebody else's.
    private mutating func claim(_ identifiers: [LoginIdentifier], line: Int) -> Bool {
        var isFree = true
        for identifier in identifiers {
            if self.taken.contains(identifier) {
                self.complain(line, .identifierTaken(identifier))
                isFree = false
            } else if let first = self.lines[identifier] {
                self.complain(line, .identifierTwice(identifier, firstLine: first))
                isFree = false
            }
        }
        for identifier in identifiers where self.lines[identifier] == nil { self.lines[identifier] = line }
        return isFree
    }
}

extension String {
    fileprivate var nonEmpty: String? { self.isEmpty ? nil : self }
}
