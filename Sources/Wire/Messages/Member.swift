// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Every name of a member in protocol version 1: a case is named as its member is on the wire.
///
/// Reading and writing share the names, so that they cannot differ, and neither handles strings for them.
enum Member: UInt8, CaseIterable, Sendable {
    case accessToken, all, applied, at, before, by, camera, candidate, candidates, chair, chat, chatBytes, closed, code,
        counts, credential
    case data
    case depth, details, enforcement, entries, entry, epoch, error, expiresAt, features, floor, frameBytes, fresh
    case from, generation
    case hand, heartbeat, hidden, holders, id, identifier, index, intervalMs, invitation, invitations, jsonrpc, key
    case kind, layer, lifeMs, limit, limits, link, locked, matches
    case media, members, message, method, microphone, mid, mode, more, mute, muted, name, next, node, number, offset,
        online
    case order
    case page, params, participant, participants, password, path, payload, pending, people, permissions, pin
    case position, presenters, put, query, queue, ready, reconnect, refused, remove, requestsPerSecond, result,
        retryAfterMs
    case retryable, revision, role, room, rows, screen, sdp, selfUnmute, servers, session, sessionPolicy, sessions,
        side, signalBytes, since, slot, spreadMs
    case stage
    case state, stream, streams, text, time, timeoutMs, title, to, token, tracks, `protocol`, unit, units, unmuted,
        urls,
        username, version, watches
    case waitMs, waiting, watching
    /// Any other name; such members are passed over.
    case unknown

    private static let table = NameTable(Self.allCases.map { ($0.name, $0) })

    /// What stands in front of the value of each case in turn, one behind the other: `,"name":`.
    private static let prefixes = Self.allCases.flatMap { Array(",\"\($0.name)\":".utf8) }

    /// Where in ``prefixes`` each case begins, and where the last one ends.
    private static let starts = Self.allCases.reduce(into: [0]) { starts, member in
        starts.append((starts.last ?? 0) + member.name.utf8.count + 4)
    }

    var name: String { "\(self)" }

    /// Appends what stands in front of the value of this member, with a comma unless it is the object's first.
    @inline(__always)
    func appendPrefix(isFirst: Bool, to bytes: inout [UInt8]) {
        let start = Self.starts[Int(self.rawValue)] + (isFirst ? 1 : 0)
        let end = Self.starts[Int(self.rawValue) + 1]
        let prefix = Self.prefixes.span.extracting(start..<end)
        bytes.append(addingCapacity: prefix.count) { output in
            for index in prefix.indices { output.append(prefix[index]) }
        }
    }

    static func find(_ name: JSONName, in reader: borrowing JSONReader) -> Member {
        reader.value(of: name, in: self.table) ?? .unknown
    }
}

extension JSONReader {
    /// The next member of the object; its value comes next.
    ///
    /// Nil leaves the object.
    mutating func nextMember() throws(JSONFault) -> Member? {
        guard let name = try self.nextName() else { return nil }
        return Member.find(name, in: self)
    }

    /// `value`, or a fault that says which member the object that has just ended lacks.
    func required<Value>(_ value: Value?, _ member: Member) throws(JSONFault) -> Value {
        guard let value else { throw JSONFault(.missingMember(member.name), at: self.position - 1) }
        return value
    }

    /// Reads a string; whether it is `2.0`, written without escapes.
    mutating func isVersion2() throws(JSONFault) -> Bool {
        let token = try self.token()
        return token.range.count == 3 && self.span[token.start] == UInt8(ascii: "2")
            && self.span[token.start + 1] == UInt8(ascii: ".") && self.span[token.start + 2] == UInt8(ascii: "0")
    }

    /// Reads a string of a length that is allowed, in characters (Unicode scalars).
    mutating func string(characters count: ClosedRange<Int>) throws(JSONFault) -> String {
        let token = try self.token()
        let text = self.text(of: token)
        guard count.contains(text.unicodeScalars.count) else { throw JSONFault(.invalidValue, at: token.start) }
        return text
    }

    /// Reads a string of a length that is allowed, in bytes of UTF-8.
    mutating func string(bytes count: ClosedRange<Int>) throws(JSONFault) -> String {
        let token = try self.token()
        let text = self.text(of: token)
        guard count.contains(text.utf8.count) else { throw JSONFault(.invalidValue, at: token.start) }
        return text
    }
}
