// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The codes from the root to a unit, written `/cn/13/1301`; never empty.
public struct UnitPath: Hashable, Sendable, CustomStringConvertible {
    /// Units on one path, the root included.
    public static let depthMax = 16

    public let codes: [UnitCode]

    /// Nil when `codes` is empty or longer than ``depthMax``.
    public init?(_ codes: [UnitCode]) {
        guard (1...Self.depthMax).contains(codes.count) else { return nil }
        self.codes = codes
    }

    /// Nil when `text` does not begin with a slash or a part of it is no code; a slash at the end is allowed.
    public init?(_ text: String) {
        var parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 2, parts.removeFirst().isEmpty else { return nil }
        if parts.last?.isEmpty == true { parts.removeLast() }
        let codes = parts.compactMap { UnitCode(String($0)) }
        guard codes.count == parts.count else { return nil }
        self.init(codes)
    }

    public var description: String { self.codes.map { "/\($0)" }.joined() }
}
