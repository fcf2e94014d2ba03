// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import CQrencode

/// A text as a QR code (ISO/IEC 18004, error correction level M), for phones to read off a screen or a sheet.
public struct QRCode: Equatable, Sendable {
    /// Light modules around the code, which readers need to find it (ISO/IEC 18004 section 6.3.8).
    private static let quietZone = 4

    /// Modules along one edge, without the quiet zone: 21 to 177.
    public let size: Int
    private let modules: [Bool]

    /// Encodes `text` as UTF-8.
    ///
    /// - Returns: Nil when the text is empty or longer than 2,331 bytes, the most that a QR code of this level holds.
    public init?(of text: String) {
        let bytes = Array(text.utf8)
        let code = unsafe QRcode_encodeData(Int32(clamping: bytes.count), bytes, 0, QR_ECLEVEL_M)
        guard let code = unsafe code else { return nil }
        defer { unsafe QRcode_free(code) }
        let size = unsafe Int(code.pointee.width)
        guard let data = unsafe code.pointee.data else { return nil }
        self.size = size
        // The lowest bit is the colour; the others tell what a module is for.
        self.modules = unsafe UnsafeBufferPointer(start: data, count: size * size).map { $0 & 1 == 1 }
    }

    /// Whether the module in `column` and `row` is dark; those outside the code are light.
    public func isDark(column: Int, row: Int) -> Bool {
        guard (0..<self.size).contains(column), (0..<self.size).contains(row) else { return false }
        return self.modules[row * self.size + column]
    }

    /// The code as text for a dark or a light terminal: two modules a character, quiet zone included.
    ///
    /// Light modules are drawn and dark ones left out, so that it is read best on a dark ground; readers of today take
    /// it the other way round too.
    public var terminalText: String {
        let range = -2..<(self.size + 2)
        return stride(from: range.lowerBound, to: range.upperBound, by: 2).map { row in
            String(
                range.map { column -> Character in
                    let isLowerInside = row + 1 < range.upperBound
                    switch (
                        self.isDark(column: column, row: row),
                        self.isDark(column: column, row: row + 1) || !isLowerInside
                    ) {
                    case (false, false): return "█"
                    case (false, true): return "▀"
                    case (true, false): return "▄"
                    case (true, true): return " "
                    }
                }
            )
        }.joined(separator: "\n")
    }

    /// The code as an SVG image, black on white, that scales to any size.
    public var svg: String {
        let edge = self.size + 2 * Self.quietZone
        var path = ""
        for row in 0..<self.size {
            var column = 0
            while column < self.size {
                guard self.isDark(column: column, row: row) else {
                    column += 1
                    continue
                }
                let start = column
                while self.isDark(column: column, row: row) { column += 1 }
                path += "M\(start + Self.quietZone) \(row + Self.quietZone)h\(column - start)v1h-\(column - start)z"
            }
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(edge) \(edge)" shape-rendering="crispEdges">\
            <path fill="#fff" d="M0 0h\(edge)v\(edge)H0z"/><path d="\(path)"/></svg>

            """
    }
}
