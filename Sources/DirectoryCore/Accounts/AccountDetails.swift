// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What an administrator says of an account.
public struct AccountDetails: Hashable, Sendable {
    /// Characters (Unicode scalars) of a name, of a title and of a reading.
    public static let nameLengthMax = 64
    /// Of an account without one: behind all that have a place in the order of their unit.
    public static let rankDefault: Int32 = 1_000

    public var name: LoginName
    public var employeeNumber: EmployeeNumber?
    public var phone: PhoneNumber?
    /// The person's name as others see it.
    public var displayName: String
    /// The name's reading (`zhang sun wu ji`) where the computed one is wrong; nil to compute it.
    public var reading: String?
    /// What the person is; may be empty.
    public var title: String
    /// Sorts the members of a unit, lowest first; equal ones by the reading of their names.
    public var rank: Int32
    /// The primary unit.
    public var unit: OrgUnitID

    public init(
        name: LoginName,
        employeeNumber: EmployeeNumber? = nil,
        phone: PhoneNumber? = nil,
        displayName: String,
        reading: String? = nil,
        title: String = "",
        rank: Int32 = Self.rankDefault,
        unit: OrgUnitID
    ) {
        self.name = name
        self.employeeNumber = employeeNumber
        self.phone = phone
        self.displayName = displayName
        self.reading = reading
        self.title = title
        self.rank = rank
        self.unit = unit
    }

    /// Everything that the account signs in by, the name first.
    public var identifiers: [LoginIdentifier] {
        [.name(self.name)] + (self.employeeNumber.map { [.employeeNumber($0)] } ?? [])
            + (self.phone.map { [.phone($0)] } ?? [])
    }

    /// The same with its texts cleaned of spaces around them; whether the unit exists is for the caller to see.
    public func checked() throws(DirectoryRefusal) -> AccountDetails {
        let limit = Self.nameLengthMax
        let texts = (
            PlainText.cleaned(self.displayName, limit: limit), PlainText.cleaned(self.title, limit: limit),
            PlainText.cleaned(self.reading ?? "", limit: limit)
        )
        guard let displayName = texts.0, let title = texts.1, let reading = texts.2, !displayName.isEmpty else {
            throw .invalidName(limit: limit)
        }
        var details = self
        details.displayName = displayName
        details.title = title
        details.reading = reading.isEmpty ? nil : reading
        return details
    }
}
