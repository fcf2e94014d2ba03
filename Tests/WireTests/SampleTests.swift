// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing
import Wire

@Suite("Samples of the protocol page")
struct SampleTests {
    private let page = ProtocolPage.shared

    @Test("no two samples have the same name, and every kind is known")
    func names() {
        let names = self.page.samples.map(\.name)
        #expect(Set(names).count == names.count)
        let kinds = Set(names.map { String($0.prefix { $0 != " " }) })
        #expect(kinds == ["request", "response", "push", "error", "http"])
    }

    @Test("every request sample reads as the call that it is, and is written the same way")
    func requests() throws {
        let expected = try SampleRequests.expected()
        let samples = self.page.samples(of: "request")
        #expect(Set(samples.keys) == Set(expected.keys))
        for (name, sample) in samples {
            let request = try ClientRequest(decoding: sample.bytes)
            #expect(request == expected[name], "\(name)")
            #expect(String(decoding: request.encoded(), as: UTF8.self) == sample.text)
        }
        #expect(Set(expected.values.map(\.call.method)) == Set(ClientMethod.allCases), "a method has no sample")
    }

    @Test("the server writes every response sample byte for byte, and a client reads it back")
    func responses() throws {
        let expected = try SampleAnswers.responses()
        let samples = self.page.samples(of: "response")
        #expect(Set(samples.keys) == Set(expected.keys))
        for (name, sample) in samples {
            let response = try #require(expected[name])
            #expect(String(decoding: response.bytes, as: UTF8.self) == sample.text)
            guard case .response(let id, let result) = try ServerMessage.decode(frame: sample.bytes).first else {
                Issue.record("\(name) does not read as a response")
                continue
            }
            #expect(id == response.id)
            #expect(try response.isReadBack(result), "\(name)")
        }
    }

    @Test("the server writes every error sample byte for byte, and a client reads it back")
    func errors() throws {
        let expected = SampleAnswers.errors()
        let samples = self.page.samples(of: "error")
        #expect(Set(samples.keys) == Set(expected.keys))
        for (name, sample) in samples {
            let response = try #require(expected[name])
            #expect(String(decoding: response.encoded(), as: UTF8.self) == sample.text)
            let read = try ServerMessage.decode(frame: sample.bytes)
            #expect(read == [.error(response.id, RemoteError(response.error))])
            if case .error(_, let error)? = read.first { #expect(error.known == response.error.code) }
        }
    }

    @Test("the server writes every sample of HTTP byte for byte")
    func http() {
        let expected = SampleAnswers.http()
        let samples = self.page.samples(of: "http")
        #expect(Set(samples.keys) == Set(expected.keys))
        for (name, sample) in samples {
            #expect(expected[name].map { String(decoding: $0.encoded(), as: UTF8.self) } == sample.text)
        }
    }

    @Test("the server writes every push sample byte for byte, and a client reads it back")
    func pushes() throws {
        let expected = try SamplePushes.expected()
        let samples = self.page.samples(of: "push")
        #expect(Set(samples.keys) == Set(expected.keys))
        for (name, sample) in samples {
            let push = try #require(expected[name])
            #expect(String(decoding: push.encoded(), as: UTF8.self) == sample.text)
            guard case .push(let received) = try ServerMessage.decode(frame: sample.bytes).first else {
                Issue.record("\(name) does not read as a push")
                continue
            }
            #expect(received.header == push.header)
            #expect(try received.decoded() == push, "\(name)")
        }
    }
}
