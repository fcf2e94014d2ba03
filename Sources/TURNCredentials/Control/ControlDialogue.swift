// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore

/// A dialogue with coturn's control interface: lines that end in CR LF, answers that end in a prompt.
///
/// Blocks its thread, for no longer than the time-out for each step.
struct ControlDialogue: ~Copyable {
    /// Of one answer; coturn lists `cli-max-output-sessions` at most, some 600 bytes each.
    static let answerBytesMax = 1 << 20

    private let socket: ControlSocket

    private init(over socket: consuming ControlSocket) {
        self.socket = socket
    }

    /// Connects and shows the password.
    static func open(
        to address: ControlAddress,
        password: String,
        timeout: Duration
    ) throws(TURNFailure) -> ControlDialogue {
        let dialogue = ControlDialogue(over: try ControlSocket.open(to: address, timeout: timeout))
        _ = try dialogue.read(while: "connecting", until: Self.isAskingForPassword)
        try dialogue.socket.write("\(password)\r\n", while: "signing in")
        let answer = try dialogue.read(while: "signing in") { Self.isPrompted($0) || Self.isAskingForPassword($0) }
        guard Self.isPrompted(Array(answer.utf8)) else {
            throw TURNFailure(.refused, while: "signing in", cause: "the password is wrong")
        }
        return dialogue
    }

    /// Has every allocation of a session cancelled, a moment later; gives their number.
    borrowing func cancelAllocations(of session: SessionID) throws(TURNFailure) -> Int {
        let ids = try self.allocations(of: session)
        for id in ids { _ = try self.ask("cs \(id)", while: "cancelling an allocation") }
        return ids.count
    }

    /// The ids of a session's allocations.
    borrowing func allocations(of session: SessionID) throws(TURNFailure) -> [String] {
        let name = session.turnName
        let listing = try self.ask("psp :\(name)", while: "listing allocations")
        return SessionListing.ids(in: listing, ofUserEndingIn: name)
    }

    private borrowing func ask(_ line: String, while activity: String) throws(TURNFailure) -> String {
        try self.socket.write("\(line)\r\n", while: activity)
        return try self.read(while: activity, until: Self.isPrompted)
    }

    private borrowing func read(
        while activity: String,
        until isWhole: ([UInt8]) -> Bool
    ) throws(TURNFailure) -> String {
        var bytes: [UInt8] = []
        while !isWhole(bytes) {
            guard bytes.count < Self.answerBytesMax else {
                throw TURNFailure(.unexpected, while: activity, cause: "more than \(Self.answerBytesMax) bytes")
            }
            bytes += try self.socket.read(while: activity)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isAskingForPassword(_ bytes: [UInt8]) -> Bool {
        bytes.ends(in: "Enter password: \r\n")
    }

    /// The prompt has a line of its own; elsewhere its characters may be a part of something.
    private static func isPrompted(_ bytes: [UInt8]) -> Bool {
        bytes.ends(in: "\n> ") || bytes.elementsEqual("> ".utf8)
    }
}

extension [UInt8] {
    /// Byte by byte: to a String CR and LF are one character, whose half is no suffix.
    fileprivate func ends(in text: String) -> Bool {
        self.suffix(text.utf8.count).elementsEqual(text.utf8)
    }
}
