// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Members of the protocol: their names come from `Member`, so that what is written can be read.

extension JSONWriter {
    /// Writes a member of the object that is open; `value` writes exactly one value.
    @inline(__always)
    mutating func member(_ member: Member, _ value: (inout JSONWriter) -> Void) {
        self.name(member)
        value(&self)
        self.memberEnded()
    }

    /// Writes a member of the object that is open.
    @inline(__always)
    mutating func member(_ member: Member, _ value: borrowing some JSONEncodable) {
        self.name(member)
        value.write(to: &self)
        self.memberEnded()
    }

    /// Writes a member of the object that is open unless `value` is nil.
    @inline(__always)
    mutating func optionalMember(_ member: Member, _ value: (some JSONEncodable)?) {
        if let value { self.member(member, value) }
    }

    /// Writes a member of the object that is open, `null` when `value` is nil.
    @inline(__always)
    mutating func nullableMember(_ member: Member, _ value: (some JSONEncodable)?) {
        if let value { self.member(member, value) } else { self.member(member) { $0.null() } }
    }
}
