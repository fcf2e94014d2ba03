// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// An invitation as chair and operators see it: what is handed to guests, and until when.
public struct WireInvitation: Hashable, Sendable {
    public var number: UInt16
    /// Where its guests sit.
    public var unit: UInt32
    /// `https://HOST/g#CODE`: the code is in the fragment, which browsers send to nobody.
    public var link: SecretText
    /// Six digits.
    public var pin: SecretText
    /// UTC milliseconds.
    public var expiresAt: Int64

    public init(number: UInt16, unit: UInt32, link: SecretText, pin: SecretText, expiresAt: Int64) {
        self.number = number
        self.unit = unit
        self.link = link
        self.pin = pin
        self.expiresAt = expiresAt
    }
}

extension WireInvitation: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.number, UInt32(self.number))
            writer.member(.unit, self.unit)
            writer.member(.link, self.link)
            writer.member(.pin, self.pin)
            writer.member(.expiresAt, self.expiresAt)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var number: UInt16?
        var unit: UInt32?
        var link: SecretText?
        var pin: SecretText?
        var expiresAt: Int64?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .number: number = try reader.integer(in: 0...UInt16.max)
            case .unit: unit = try reader.value()
            case .link: link = try reader.value()
            case .pin: pin = try reader.value()
            case .expiresAt: expiresAt = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            number: try reader.required(number, .number),
            unit: try reader.required(unit, .unit),
            link: try reader.required(link, .link),
            pin: try reader.required(pin, .pin),
            expiresAt: try reader.required(expiresAt, .expiresAt)
        )
    }
}
