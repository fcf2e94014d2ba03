// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

extension JSONReader {
    /// Names the place of a fault in sound JSON: `streams.summary.epoch`, `participants[3]`; empty for the value
    /// itself.
    ///
    /// Walks the text a second time, so that reading it the first time costs nothing for the names.
    static func path(to fault: JSONFault, in bytes: Span<UInt8>) -> String {
        var reader = JSONReader(verified: bytes)
        var path = (try? reader.path(to: fault.offset)) ?? ""
        if case .missingMember(let name) = fault.kind {
            if !path.isEmpty { path += "." }
            path += name
        }
        return path
    }

    private mutating func path(to offset: Int) throws(JSONFault) -> String {
        switch try self.peek() {
        case .object:
            try self.beginObject()
            while let name = try self.nextName() {
                var ahead = self
                guard !(try ahead.skip().contains(offset)) else {
                    let rest = try self.path(to: offset)
                    let isName = !rest.isEmpty && !rest.hasPrefix("[")
                    return "\(self.text(of: name))\(isName ? "." : "")\(rest)"
                }
                self = ahead
            }
        case .array:
            try self.beginArray()
            var index = 0
            while try self.nextElement() {
                var ahead = self
                guard !(try ahead.skip().contains(offset)) else {
                    let rest = try self.path(to: offset)
                    let isName = !rest.isEmpty && !rest.hasPrefix("[")
                    return "[\(index)]\(isName ? "." : "")\(rest)"
                }
                self = ahead
                index += 1
            }
        case .string, .number, .bool, .null: break
        }
        return ""
    }
}
