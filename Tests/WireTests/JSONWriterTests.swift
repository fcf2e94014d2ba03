// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing
import Wire

@Suite("JSON writer")
struct JSONWriterTests {
    private func written(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        body(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("separators stand between members and elements and nowhere else")
    func separators() throws {
        let raw = try OpaqueJSON(Array("[1, 2]".utf8))
        let text = self.written { writer in
            writer.object { writer in
                writer.member("a", 1)
                writer.member("b") { $0.array { _ in } }
                writer.member("c") { $0.object { _ in } }
                writer.member("d", ["x", "y"])
                writer.member("e") { writer in
                    writer.array { writer in
                        writer.element(true)
                        writer.element(raw)
                    }
                }
                writer.member("f") { $0.null() }
            }
        }
        #expect(text == #"{"a":1,"b":[],"c":{},"d":["x","y"],"e":[true,[1, 2]],"f":null}"#)
    }

    @Test("strings and names are escaped as RFC 8259 demands, and not beyond")
    func escapes() {
        let all = String(String.UnicodeScalarView((0..<0x20).compactMap(Unicode.Scalar.init)))
        let text = self.written { writer in
            writer.object { $0.member("\"\\", all + "/\u{7F}é王😀\u{2028}") }
        }
        let controls =
            #"\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f"#
            + #"\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f"#
        #expect(text == "{\"\\\"\\\\\":\"\(controls)/\u{7F}é王😀\u{2028}\"}")
    }

    @Test("integers are written in decimal")
    func integers() {
        let numbers: [Int64] = [
            0, -1, 9, 10, 99, 100, -1_000, WireLimits.integerMax, -WireLimits.integerMax, 1_764_000_000_000,
        ]
        for number in numbers { #expect(self.written { $0.integer(number) } == "\(number)") }
    }

    @Test("a writer that is reset writes the next text into the same memory")
    func reset() {
        var writer = JSONWriter()
        writer.string("first")
        #expect(writer.bytes == Array("\"first\"".utf8))
        writer.reset()
        writer.null()
        #expect(writer.bytes == Array("null".utf8))
    }

    @Test("a member without a value stops the process")
    func memberWithoutValue() async {
        await #expect(processExitsWith: .failure) {
            var writer = JSONWriter()
            writer.object { $0.member("a") { _ in } }
        }
    }

    @Test("two values in one place stop the process")
    func twoValues() async {
        await #expect(processExitsWith: .failure) {
            var writer = JSONWriter()
            writer.null()
            writer.null()
        }
    }

    @Test("an element in an object stops the process")
    func elementInObject() async {
        await #expect(processExitsWith: .failure) {
            var writer = JSONWriter()
            writer.object { $0.element(1) }
        }
    }

    @Test("a text that is not complete stops the process that takes it")
    func incomplete() async {
        await #expect(processExitsWith: .failure) { _ = JSONWriter().bytes }
    }

    @Test("an integer that no reader takes stops the process")
    func hugeInteger() async {
        await #expect(processExitsWith: .failure) { _ = UInt64.max.encoded() }
    }

    @Test("one message stays an object, several become an array")
    func batches() throws {
        let messages = ["{\"a\":1}", "{}", "{\"b\":[]}"].map { Array($0.utf8) }
        var batch = FrameBatch()
        #expect(batch.isEmpty && batch.byteCount == 0)
        batch.append(messages[0])
        #expect(batch.byteCount == messages[0].count)
        #expect(batch.take() == messages[0])
        for message in messages { batch.append(message) }
        let length = batch.byteCount
        let frame = batch.take()
        #expect(frame == Array("[{\"a\":1},{},{\"b\":[]}]".utf8))
        #expect(frame.count == length)
        #expect(batch.isEmpty && batch.byteCount == 0)
        batch.append(messages[2])
        #expect(batch.take() == messages[2])
    }
}
