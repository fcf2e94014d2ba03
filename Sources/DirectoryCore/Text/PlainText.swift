// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Names and titles that people read.
public enum PlainText {
    /// `typed` without spaces around it; nil when it is longer than `limit` characters (Unicode scalars) or holds
    /// control characters or marks that turn the direction of writing.
    public static func cleaned(_ typed: String, limit: Int) -> String? {
        var scalars = typed.unicodeScalars[...]
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        guard scalars.count <= limit, !scalars.contains(where: Self.isUnprintable) else { return nil }
        return String(scalars)
    }

    private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate: true
        default: (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
        }
    }
}
