// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A text that must not get into logs: printing or reflecting it, or what contains it, shows nothing of it.
public struct SecretText: Hashable, Sendable {
    /// The text itself, for who checks it.
    public let revealed: String

    public init(_ text: String) {
        self.revealed = text
    }
}

extension SecretText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "(secret)" }
    public var debugDescription: String { self.description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension SecretText: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) { writer.string(self.revealed) }
    public init(from reader: inout JSONReader) throws(JSONFault) { self.init(try reader.string()) }
}
