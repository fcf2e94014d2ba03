// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The `id` of a request, chosen by the client and given back in the response.
public enum RequestID: Hashable, Sendable {
    /// Within ``WireLimits/integerMax``.
    case number(Int64)
    /// Of at most ``WireLimits/requestIDCharacters`` characters.
    case text(String)
}

extension RequestID: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        switch self {
        case .number(let number): writer.integer(number)
        case .text(let text): writer.string(text)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        switch try reader.peek() {
        case .number: self = .number(try reader.integer())
        case .string: self = .text(try reader.string(characters: 0...WireLimits.requestIDCharacters))
        case .object, .array, .bool, .null: throw JSONFault(.wrongType, at: reader.offset)
        }
    }
}
