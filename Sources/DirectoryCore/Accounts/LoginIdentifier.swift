// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The three kinds never meet: a name begins with a small letter and is not of the shape of an employee number, an
// employee number is digits, or a few capitals and digits, a telephone number begins with `+`. So one text names at
// most one account, whatever its kind, and typing decides the kind without asking the database.

/// What somebody signs in by.
public enum LoginIdentifier: Hashable, Sendable, CustomStringConvertible {
    case name(LoginName)
    case employeeNumber(EmployeeNumber)
    case phone(PhoneNumber)

    /// The identifier that `typed` can only be; nil when it can be none.
    ///
    /// Up to ten digits are an employee number; eleven and more are a telephone number, as is what begins with `+`;
    /// up to three letters and then four to ten digits are an employee number; other words are names.
    public init?(typed: String) {
        if let number = EmployeeNumber(typed) {
            self = .employeeNumber(number)
        } else if let phone = PhoneNumber(typed) {
            self = .phone(phone)
        } else if let name = LoginName(typed) {
            self = .name(name)
        } else {
            return nil
        }
    }

    /// As it is stored and compared; reading it again gives the same identifier.
    public var text: String {
        switch self {
        case .name(let name): name.text
        case .employeeNumber(let number): number.text
        case .phone(let phone): phone.text
        }
    }

    public var description: String { self.text }
}
