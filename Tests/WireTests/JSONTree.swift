// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Wire

/// Any JSON value, read by the reader and written by the writer.
enum JSONTree {
    struct Member {
        let name: String
        var value: JSONTree
    }

    case object([Member])
    case array([JSONTree])
    case string(String)
    case integer(Int64)
    case double(Double)
    case bool(Bool)
    case null

    init(reading bytes: [UInt8]) throws(JSONFault) {
        self = try JSONReader.read(bytes) { reader throws(JSONFault) in try JSONTree(from: &reader) }
    }
}

extension JSONTree: Equatable {
    static func == (one: JSONTree, other: JSONTree) -> Bool {
        switch (one, other) {
        case (.object(let one), .object(let other)):
            one.count == other.count
                && zip(one, other).allSatisfy { $0.name.utf8.elementsEqual($1.name.utf8) && $0.value == $1.value }
        case (.array(let one), .array(let other)): one == other
        case (.string(let one), .string(let other)): one.utf8.elementsEqual(other.utf8)
        case (.integer(let one), .integer(let other)): one == other
        case (.double(let one), .double(let other)): one == other
        case (.bool(let one), .bool(let other)): one == other
        case (.null, .null): true
        default: false
        }
    }
}

extension JSONTree: JSONEncodable, JSONDecodable {
    func write(to writer: inout JSONWriter) {
        switch self {
        case .object(let members):
            writer.object { writer in
                for member in members { writer.member(member.name, member.value) }
            }
        case .array(let elements): elements.write(to: &writer)
        case .string(let string): writer.string(string)
        case .integer(let integer): writer.integer(integer)
        case .double(let double): writer.double(double)
        case .bool(let bool): writer.bool(bool)
        case .null: writer.null()
        }
    }

    init(from reader: inout JSONReader) throws(JSONFault) {
        switch try reader.peek() {
        case .object:
            var members: [Member] = []
            try reader.beginObject()
            while let name = try reader.nextName() {
                let text = reader.text(of: name)
                members.append(Member(name: text, value: try JSONTree(from: &reader)))
            }
            self = .object(members)
        case .array:
            var elements: [JSONTree] = []
            try reader.beginArray()
            while try reader.nextElement() { elements.append(try JSONTree(from: &reader)) }
            self = .array(elements)
        case .string: self = .string(try reader.string())
        case .number:
            var ahead = reader
            if let integer = try? ahead.integer() {
                reader = ahead
                self = .integer(integer)
            } else {
                self = .double(try reader.double())
            }
        case .bool: self = .bool(try reader.bool())
        case .null:
            try reader.null()
            self = .null
        }
    }
}
