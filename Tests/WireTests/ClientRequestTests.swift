// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing
import Wire

@Suite("Requests of clients")
struct ClientRequestTests {
    private func refusal(_ text: String) -> DecodingRefusal? {
        do {
            _ = try ClientRequest(decoding: Array(text.utf8))
            return nil
        } catch {
            return error
        }
    }

    private func refusal(_ method: ClientMethod, _ params: String) -> DecodingRefusal? {
        self.refusal("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"\(method.rawValue)\",\"params\":\(params)}")
    }

    private func isReadable(_ method: ClientMethod, _ params: String) -> Bool {
        self.refusal(method, params) == nil
    }

    private func expectInvalid(_ method: ClientMethod, _ params: String, _ details: String) {
        #expect(
            self.refusal(method, params)
                == DecodingRefusal(WireError(.invalidParams, details: details), id: .number(5)),
            "\(method.rawValue) \(params)"
        )
    }

    @Test("the members of a request may stand in any order")
    func order() throws {
        let members = [
            #""jsonrpc":"2.0""#, #""id":"x""#, #""method":"room.leave""#, #""params":{"room":"428913577"}"#,
        ]
        let expected = ClientRequest(id: .text("x"), call: .roomLeave(.init(room: SampleRequests.room)))
        for order in Self.permutations(members) {
            let text = "{" + order.joined(separator: ",") + "}"
            #expect(try ClientRequest(decoding: Array(text.utf8)) == expected)
        }
    }

    @Test("members that the protocol does not know are passed over at every level")
    func unknownMembers() throws {
        let text = """
            {"x":[{"y":1}],"jsonrpc":"2.0","id":1,"unknown":null,"method":"session.resume","params":{
            "token":"AQABAADC9agbPp10AAECAwQFBgcICQoLDA0ODw","new":{"room":1},"room":"428913577",
            "streams":{"room":{"epoch":3,"more":[],"offset":57}}},"z":-1e5}
            """
        let call = ClientCall.Resume(
            token: try SampleRequests.token(firstByte: 0),
            room: SampleRequests.room,
            streams: [.room: StreamPosition(epoch: 3, offset: 57)]
        )
        let request = try ClientRequest(decoding: Array(text.utf8))
        #expect(request == ClientRequest(id: .number(1), call: .sessionResume(call)))
    }

    @Test("names of members and of methods may be written with escapes")
    func escapedNames() throws {
        let params = #"{"r\u006fom":"42891357\u0037"}"#
        let text = #"{"jsonrpc":"2\u002e0","\u0069d":1,"m\u0065thod":"room\u002eleave","params":"# + params + "}"
        let request = try ClientRequest(decoding: Array(text.utf8))
        #expect(request == ClientRequest(id: .number(1), call: .roomLeave(.init(room: SampleRequests.room))))
    }

    @Test("parameters may be left out where the method needs none")
    func noParams() throws {
        let text = #"{"jsonrpc":"2.0","id":1,"method":"session.ping"}"#
        #expect(try ClientRequest(decoding: Array(text.utf8)).call == .sessionPing)
        #expect(
            self.refusal(#"{"jsonrpc":"2.0","id":1,"method":"room.leave"}"#)
                == DecodingRefusal(WireError(.invalidParams, details: "room"), id: .number(1))
        )
    }

    @Test(
        "what is no JSON is a parse error without id, whatever else is wrong with it",
        arguments: [
            "", "{", #"{"jsonrpc":"2.0","id":1,"method":"session.ping","params":{}"#,
            #"{"jsonrpc":"2.0","id":1,"method":"no.such","params":{}}x"#, #"{"id":1,"id":2}"#,
            #"{"jsonrpc":"2.0","id":1,"method":"room.leave","params":{"room":5,"x":01}}"#,
            #"{"jsonrpc":"2.0","id":1,"method":"room.leave","params":{"room":5,"x":1,"x":2}}"#,
            #"{"jsonrpc":"2.0","id":9007199254740992,"method":"session.ping"}"#, "[1", "\u{FEFF}{}",
            #"{"jsonrpc":"2.0","id":1,"method":"signal.send","params":{"payload":{"a":1,"a":2}}}"#,
        ]
    )
    func parseErrors(text: String) {
        let refusal = self.refusal(text)
        #expect(refusal?.error.code == .parseError)
        #expect(refusal?.id == nil)
        #expect(refusal?.isMalformed == true)
    }

    @Test(
        "JSON that is no request is an invalid request without id",
        arguments: [
            "[]", "1", "null", "\"x\"", "true", "{}", #"[{"jsonrpc":"2.0","id":1,"method":"session.ping"}]"#,
            #"{"id":1,"method":"session.ping"}"#, #"{"jsonrpc":"1.0","id":1,"method":"session.ping"}"#,
            #"{"jsonrpc":2.0,"id":1,"method":"session.ping"}"#, #"{"jsonrpc":"2.0","method":"session.ping"}"#,
            #"{"jsonrpc":"2.0","id":null,"method":"session.ping"}"#,
            #"{"jsonrpc":"2.0","id":1.5,"method":"session.ping"}"#,
            #"{"jsonrpc":"2.0","id":1e2,"method":"session.ping"}"#,
            #"{"jsonrpc":"2.0","id":[],"method":"session.ping"}"#, #"{"jsonrpc":"2.0","id":1}"#,
            #"{"jsonrpc":"2.0","id":1,"method":5}"#, #"{"jsonrpc":"2.0","id":1,"result":{}}"#,
            #"{"jsonrpc":"2.0","id":""# + String(repeating: "x", count: 65) + #"","method":"session.ping"}"#,
        ]
    )
    func invalidRequests(text: String) {
        let refusal = self.refusal(text)
        #expect(refusal?.error.code == .invalidRequest)
        #expect(refusal?.id == nil)
    }

    @Test("an id of 64 characters is given back, whatever they are")
    func longID() throws {
        let id = String(repeating: "王😀", count: 32)
        let text = "{\"jsonrpc\":\"2.0\",\"id\":\"\(id)\",\"method\":\"session.ping\"}"
        #expect(try ClientRequest(decoding: Array(text.utf8)).id == .text(id))
    }

    @Test(
        "an unknown method is refused under its id",
        arguments: ["", "session", "session.pin", "SESSION.PING", "rpc.x"]
    )
    func unknownMethods(method: String) {
        let refusal = self.refusal("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"\(method)\",\"params\":[]}")
        #expect(refusal == DecodingRefusal(WireError(.unknownMethod), id: .text("a")))
        #expect(refusal?.isMalformed == false)
    }

    @Test("parameters that are no object are refused", arguments: ["[]", "1", "null", "\"room\"", "true"])
    func paramsOfOtherType(params: String) {
        for method in ClientMethod.allCases { self.expectInvalid(method, params, "params") }
    }

    @Test("each member that is missing is named")
    func missingMembers() throws {
        let optional: Set<String> = ["limit", "sessionPolicy", "people", "media", "selfUnmute", "lifeMs"]
        for (name, sample) in ProtocolPage.shared.samples(of: "request") {
            guard case .object(let message) = try JSONTree(reading: sample.bytes),
                case .object(let params)? = message.first(where: { $0.name == "params" })?.value
            else { continue }
            let method = try ClientRequest(decoding: sample.bytes).call.method
            for left in params.indices {
                var rest = params
                let missing = rest.remove(at: left).name
                let text = String(decoding: JSONTree.object(rest).encoded(), as: UTF8.self)
                if optional.contains(missing) {
                    #expect(self.isReadable(method, text), "\(name) without \(missing)")
                } else {
                    // One of several members says who is meant; the first of them is named.
                    let isTarget = missing == "all" || (method == .roomLobbyAdmit && missing == "unit")
                    self.expectInvalid(method, text, isTarget ? "participants" : missing)
                }
            }
        }
    }

    @Test("each member of a wrong type is named")
    func wrongTypes() throws {
        for sample in ProtocolPage.shared.samples(of: "request").values {
            guard case .object(let message) = try JSONTree(reading: sample.bytes),
                case .object(let params)? = message.first(where: { $0.name == "params" })?.value
            else { continue }
            let method = try ClientRequest(decoding: sample.bytes).call.method
            for index in params.indices where params[index].name != "payload" {
                for wrong in [JSONTree.null, .double(0.5), .object([]), .array([.null]), .string("\u{0}"), .bool(true)]
                {
                    var changed = params
                    changed[index].value = wrong
                    let text = String(decoding: JSONTree.object(changed).encoded(), as: UTF8.self)
                    guard let refusal = self.refusal(method, text) else {
                        // Strings take any character, Booleans take `true`, and there is an empty `streams` of a
                        // resume.
                        let isRight = [.string("\u{0}"), .bool(true), .object([])].contains(wrong)
                        #expect(isRight, "\(method.rawValue) \(text)")
                        continue
                    }
                    #expect(refusal.error.code == .invalidParams)
                    #expect(refusal.error.details?.hasPrefix(params[index].name) == true, "\(method.rawValue) \(text)")
                }
            }
        }
    }

    @Test("what is out of range is refused by the place where it stands")
    func ranges() {
        let room = #""room":"428913577""#
        self.expectInvalid(.roomJoin, #"{"room":"42891357"}"#, "room")
        self.expectInvalid(.roomJoin, #"{"room":"4289135770"}"#, "room")
        self.expectInvalid(.roomJoin, #"{"room":"42891357x"}"#, "room")
        self.expectInvalid(.roomJoin, "{\(room),\"people\":0}", "people")
        self.expectInvalid(.roomJoin, "{\(room),\"people\":1000}", "people")
        self.expectInvalid(.roomCreate, #"{"title":"","key":"k"}"#, "title")
        self.expectInvalid(.roomCreate, #"{"title":"t","key":"k","limit":0}"#, "limit")
        self.expectInvalid(.roomCreate, #"{"title":"t","key":"k","sessionPolicy":"other"}"#, "sessionPolicy")
        self.expectInvalid(.rosterPage, "{\(room),\"unit\":1,\"page\":0}", "page")
        self.expectInvalid(.rosterPage, "{\(room),\"unit\":4294967296,\"page\":1}", "unit")
        self.expectInvalid(.rosterPage, "{\(room),\"unit\":-1,\"page\":1}", "unit")
        self.expectInvalid(.rosterWatch, "{\(room),\"streams\":[]}", "streams")
        self.expectInvalid(.rosterWatch, "{\(room),\"streams\":[\"summary:1\",\"room\"]}", "streams")
        self.expectInvalid(.rosterWatch, "{\(room),\"streams\":[\"summary:1\",\"page:1\"]}", "streams[1]")
        self.expectInvalid(.controlMute, "{\(room),\"participants\":[],\"key\":\"k\"}", "participants")
        self.expectInvalid(
            .controlMute,
            "{\(room),\"participants\":[\"account:1\",\"user:2\"],\"key\":\"k\"}",
            "participants[1]"
        )
        self.expectInvalid(
            .controlMute,
            "{\(room),\"participants\":[\"site:1\"],\"all\":true,\"key\":\"k\"}",
            "participants"
        )
        self.expectInvalid(.controlMute, "{\(room),\"all\":false,\"key\":\"k\"}", "participants")
        self.expectInvalid(.controlLock, "{\(room),\"key\":\"\"}", "key")
        self.expectInvalid(.controlLock, "{\(room),\"key\":\"\(String(repeating: "k", count: 65))\"}", "key")
        self.expectInvalid(.sessionAuthenticate, #"{"method":"oidc"}"#, "method")
        let resume = #""token":"AQABAADC9agbPp10AAECAwQFBgcICQoLDA0ODw","# + room
        self.expectInvalid(
            .sessionResume,
            "{\(resume),\"streams\":{\"room\":{\"epoch\":-1,\"offset\":0}}}",
            "streams.room.epoch"
        )
        self.expectInvalid(.sessionResume, "{\(resume),\"streams\":{\"room\":{\"epoch\":1}}}", "streams.room.offset")
        self.expectInvalid(.sessionResume, "{\(resume),\"streams\":{\"stage\":{\"epoch\":1,\"offset\":0}}}", "streams")
    }

    @Test("lists and texts are taken up to their limits and not beyond")
    func lengths() {
        let room = #""room":"428913577""#
        func list(_ element: String, _ count: Int) -> String {
            "[" + Array(repeating: element, count: count).joined(separator: ",") + "]"
        }
        for (count, isFine) in [(16, true), (17, false)] {
            let params = "{\(room),\"streams\":\(list("\"summary:1\"", count))}"
            #expect(self.isReadable(.rosterWatch, params) == isFine)
        }
        for (count, isFine) in [(64, true), (65, false)] {
            let params = "{\(room),\"key\":\"k\",\"participants\":\(list("\"account:1\"", count))}"
            #expect(self.isReadable(.controlUnmute, params) == isFine)
        }
        for (count, isFine) in [(4_096 / 4, true), (4_096 / 4 + 1, false)] {
            let text = String(repeating: "😀", count: count)
            #expect(self.isReadable(.chatSend, "{\(room),\"key\":\"k\",\"text\":\"\(text)\"}") == isFine)
        }
        for (count, isFine) in [(120, true), (121, false)] {
            let text = String(repeating: "王", count: count)
            #expect(self.isReadable(.roomCreate, "{\"key\":\"k\",\"title\":\"\(text)\"}") == isFine)
        }
        for (count, isFine) in [(16_384 - 2, true), (16_384 - 1, false)] {
            let text = String(repeating: "a", count: count)
            let params = "{\(room),\"to\":\"00c2f5a81b3e9d75\",\"payload\":\"\(text)\"}"
            #expect(self.isReadable(.signalSend, params) == isFine)
        }
    }

    @Test("the payload of a signal is passed on as it came")
    func opaquePayload() throws {
        let payload = #"{ "a" : [1.50, "\u0041", null ] }"#
        let params = "{\"room\":\"428913577\",\"to\":\"00c2f5a81b3e9d75\",\"payload\": \(payload) }"
        let text = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"signal.send\",\"params\":\(params)}"
        guard case .signalSend(let signal) = try ClientRequest(decoding: Array(text.utf8)).call else {
            Issue.record("not a signal")
            return
        }
        #expect(signal.payload.bytes == Array(payload.utf8))
    }

    @Test("printing a request shows neither password nor token")
    func secrets() throws {
        for request in try SampleRequests.expected().values {
            var dumped = ""
            dump(request, to: &dumped)
            for text in ["\(request)", String(reflecting: request), dumped] {
                #expect(!text.contains("correct horse"))
                #expect(!text.contains(SampleRequests.accessToken.revealed))
                #expect(!text.contains("AQABAADC9agbPp10AAEC"))
            }
        }
    }

    @Test("key and room of a call are those of its parameters")
    func keysAndRooms() throws {
        for request in try SampleRequests.expected().values {
            let text = String(decoding: request.encoded(), as: UTF8.self)
            #expect((request.call.key != nil) == text.contains("\"key\""))
            #expect((request.call.room != nil) == text.contains("\"room\":\"428913577\""))
        }
    }

    private static func permutations(_ members: [String]) -> [[String]] {
        guard members.count > 1 else { return [members] }
        return members.indices.flatMap { index in
            var rest = members
            let first = rest.remove(at: index)
            return self.permutations(rest).map { [first] + $0 }
        }
    }
}
