// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A text for people, in both languages of the product.
public struct BilingualText: Sendable, Equatable, CustomStringConvertible {
    public let english: String
    public let chinese: String

    public init(_ english: String, _ chinese: String) {
        self.english = english
        self.chinese = chinese
    }

    public var description: String { "\(self.english) \(self.chinese)" }
}
