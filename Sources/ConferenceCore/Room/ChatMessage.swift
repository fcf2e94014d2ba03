// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A text that somebody posted to everybody.
public struct ChatMessage: Hashable, Sendable {
    /// Of the room's stream.
    public let offset: UInt64
    public let at: Timestamp
    public let from: Principal
    public let name: String
    public let text: String

    public init(offset: UInt64, at: Timestamp, from: Principal, name: String, text: String) {
        self.offset = offset
        self.at = at
        self.from = from
        self.name = name
        self.text = text
    }
}
