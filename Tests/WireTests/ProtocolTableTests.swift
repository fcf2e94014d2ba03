// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
import Testing
import Wire

@Suite("Tables of the protocol page")
struct ProtocolTableTests {
    private let page = ProtocolPage.shared

    @Test("the table of errors and the enum say the same")
    func errors() {
        let rows = self.page.table(under: "Errors").map { Array($0.prefix(3)) }
        let codes = ErrorCode.allCases.map { [$0.rawValue, "\($0.number)", $0.isRetryable ? "yes" : "no"] }
        #expect(rows == codes)
    }

    @Test("every error has a message of whole sentences", arguments: ErrorCode.allCases)
    func messages(code: ErrorCode) {
        #expect(code.message.hasSuffix("."))
        #expect(code.message.first?.isUppercase == true)
        #expect(code.message.split(separator: ". ").count >= 2, "it says what is wrong and what to do")
        #expect(WireError(code).message == code.message)
    }

    @Test("the table of close codes and the enum say the same")
    func closeCodes() {
        let rows = self.page.table(under: "Close codes").map { Array($0.prefix(2)) }
        #expect(rows == CloseCode.allCases.map { ["\($0.rawValue)", "\($0)"] })
    }

    @Test("the table of limits and the constants say the same")
    func limits() {
        let constants = [
            "one message from a client": "\(Self.grouped(WireLimits.frameBytes)) bytes",
            "nesting of JSON": "\(WireLimits.depth)",
            "members of one object": "\(WireLimits.objectMembers)",
            "integers": WireLimits.integerMax == 1 << 53 - 1 ? "-(2^53 - 1) to 2^53 - 1" : "",
            "numbers with a fraction or an exponent": "what a double holds",
            "id of a request": "\(WireLimits.requestIDCharacters) characters",
            "key of a command": "\(Self.text(WireLimits.keyCharacters)) characters",
            "signal payload": "\(Self.grouped(WireLimits.signalBytes)) bytes",
            "chat text": "\(Self.text(WireLimits.chatBytes)) bytes",
            "room title": "\(Self.text(WireLimits.titleCharacters)) characters",
            "limit of a room":
                "\(WireLimits.roomLimit.lowerBound) to \(Self.grouped(Int(WireLimits.roomLimit.upperBound)))",
            "people of an endpoint": "\(WireLimits.people.lowerBound) to \(WireLimits.people.upperBound)",
            "sign-in identifier": "\(Self.text(WireLimits.identifierCharacters)) characters",
            "password": "\(Self.text(WireLimits.passwordBytes)) bytes",
            "name of a guest": "\(Self.text(WireLimits.guestNameCharacters)) characters",
            "access token": "\(Self.text(WireLimits.accessTokenBytes)) bytes",
            "participants named in one command": Self.text(WireLimits.namedParticipants),
            "streams named in one watch or unwatch": Self.text(WireLimits.namedStreams),
            "streams named in one resume": "\(WireLimits.resumedStreams)",
            "search query":
                "\(Self.text(WireLimits.queryCharacters)) characters, \(WireLimits.searchesPerSecond) a second",
            "requests of a connection":
                "\(WireLimits.requestsPerSecond) a second, \(WireLimits.requestsBurst) at once",
            "HTTP requests of a connection":
                "\(WireLimits.httpRequestsPerSecond) a second, \(WireLimits.httpRequestsBurst) at once",
            "HTTP requests of an address":
                "\(Self.grouped(WireLimits.httpRequestsPerSecondOfAddress)) a second, "
                + "\(Self.grouped(WireLimits.httpRequestsBurstOfAddress)) at once",
            "session description (SDP)": "\(Self.text(WireLimits.sdpBytes)) bytes",
            "media sections named in one offer": Self.text(WireLimits.offeredTracks),
            "name of a media section": "\(Self.text(WireLimits.midCharacters)) characters",
            "tracks wanted by one session": Self.text(WireLimits.wishedTracks),
            "ICE candidates in one message": Self.text(WireLimits.candidates),
            "ICE candidate": "\(Self.text(WireLimits.candidateBytes)) bytes",
            "lifeMs of an invitation":
                "\(Self.grouped(Int(WireLimits.invitationLifeMs.lowerBound))) to "
                + "\(Self.grouped(Int(WireLimits.invitationLifeMs.upperBound)))",
            "invitations that hold": "\(WireLimits.invitations)",
            "guests in the lobby": Self.grouped(WireLimits.waitingGuests),
            "guests, and units, listed in the lobby": "\(WireLimits.listedGuests)",
            "time a guest stays in the lobby without asking": "\(WireLimits.lobbyPatience.components.seconds) s",
            "publications listed": "\(WireLimits.publications)",
            "rooms listed over HTTP": "\(WireLimits.listedRooms)",
            "watched streams": "\(WireLimits.watches)",
            "floor queue": "\(WireLimits.floorQueue)",
            "floor holders": "\(WireLimits.floorHolders)",
            "bytes waiting for one client": Self.grouped(WireLimits.outboundBytes),
            "bytes waiting before changes are left out": Self.grouped(WireLimits.congestedBytes),
            "time to authenticate": "\(WireLimits.authenticationTimeout.components.seconds) s",
            "malformed messages in a row": "\(WireLimits.malformedInARow)",
        ]
        let rows = self.page.table(under: "Limits").map { ($0[0], $0[1]) }
        #expect(Dictionary(rows) { one, _ in one } == constants)
        #expect(rows.count == constants.count)
        #expect(WireLimits.resumedStreams == WireLimits.watches + 4)
    }

    @Test("the page describes every method, and no other")
    func methods() throws {
        let families = try NSRegularExpression(
            pattern: "`((session|room|roster|media|signal|chat|floor|control)(\\.[a-z]+)+)`"
        )
        let section = self.page.section("Methods")
        let all = NSRange(section.startIndex..., in: section)
        let described = families.matches(in: section, range: all).compactMap { match in
            Range(match.range(at: 1), in: section).map { String(section[$0]) }
        }
        let pushes = Set(PushMethod.allCases.map(\.rawValue))
        let methods = Set(ClientMethod.allCases.map(\.rawValue))
        // `control.unlock` is described by its sample alone.
        let samples = self.page.samples(of: "request").keys.map { String($0.prefix { $0 != " " }) }
        #expect(Set(described).subtracting(pushes).subtracting(Self.permissions).subtracting(methods).isEmpty)
        #expect(Set(described).union(samples).isSuperset(of: methods))
    }

    @Test("the table of pushes names every event of the room, and no other")
    func pushes() {
        let rows = self.page.table(under: "Pushes").flatMap { $0[0].components(separatedBy: ", ") }
        let beside: Set<PushMethod> = [
            .serverHello, .streamReset, .summaryChanged, .pageChanged, .publicationsChanged, .lobbyChanged,
            .signalReceived,
            .controlProgressed, .mediaOffered, .mediaLost,
        ]
        #expect(Set(rows) == Set(PushMethod.allCases.filter { !beside.contains($0) }.map(\.rawValue)))
        #expect(Set(rows).count == rows.count)
    }

    @Test("the limits that the server says at first are those of the page")
    func hello() {
        let limits = ServerHello.Limits()
        #expect(limits.frameBytes == WireLimits.frameBytes)
        #expect(limits.chatBytes == WireLimits.chatBytes.upperBound)
        #expect(limits.watches == WireLimits.watches)
    }

    private static let permissions: Set<String> = ["room.create"]

    private static func text(_ range: ClosedRange<Int>) -> String {
        "\(range.lowerBound) to \(self.grouped(range.upperBound))"
    }

    /// `16384` as `16,384`.
    private static func grouped(_ number: Int) -> String {
        let digits = "\(number)"
        guard digits.count > 3 else { return digits }
        return "\(self.grouped(number / 1_000)),\(digits.suffix(3))"
    }
}
