// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
import Logging
import Testing

@testable import PlenaryServer

@Suite("The queue of the log")
struct LogQueueTests {
    private static let line = LogLine(isJSON: false, label: "test")

    /// The lines that a pipe holds until its writing end is closed; collected by a thread, so that nobody waits.
    private static func lines(of pipe: Pipe) async -> [String] {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let data = pipe.fileHandleForReading.readDataToEndOfFile()
                let text = String(decoding: data, as: UTF8.self)
                continuation.resume(returning: text.split(separator: "\n").map(String.init))
            }
        }
    }

    @Test("a reader that has stopped holds nobody up, and learns afterwards how many lines it missed")
    func stoppedReader() async throws {
        let pipe = Pipe()
        let queue = LogQueue(
            descriptor: pipe.fileHandleForWriting.fileDescriptor,
            limits: LogQueue.Limits(linesMax: 100, bytesMax: 1 << 20)
        )
        // The pipe takes 64 of these, the writer holds at most 100 more and the queue another 100.
        let filling = String(repeating: "x", count: 1_000)
        for number in 0..<1_000 { queue.add("\(number) \(filling)\n", Self.line) }
        #expect(queue.droppedLines >= 700)
        async let read = Self.lines(of: pipe)
        queue.flush(within: .seconds(60))
        queue.add("last\n", Self.line)
        queue.flush(within: .seconds(60))
        try pipe.fileHandleForWriting.close()
        let lines = await read
        let notices = lines.compactMap { $0.firstMatch(of: /warning (\d+) log lines dropped count=(\d+)$/) }
        let kept = lines.filter { $0.hasSuffix(filling) }.compactMap { Int($0.prefix { $0 != " " }) }
        #expect(kept == kept.sorted() && kept.first == 0)
        #expect(notices.allSatisfy { $0.output.1 == $0.output.2 })
        #expect(notices.compactMap { Int($0.output.1) }.reduce(kept.count, +) == 1_000)
        #expect(queue.droppedLines == UInt64(1_000 - kept.count))
        #expect(lines.count == kept.count + notices.count + 1)
        #expect(lines.last == "last")
    }

    @Test("lines longer than what may wait are dropped, and those that fit are not")
    func bytes() async throws {
        let pipe = Pipe()
        let queue = LogQueue(
            descriptor: pipe.fileHandleForWriting.fileDescriptor,
            limits: LogQueue.Limits(linesMax: 100, bytesMax: 10)
        )
        queue.add("0123456789\n", Self.line)
        queue.add("012345678\n", Self.line)
        queue.flush(within: .seconds(60))
        try pipe.fileHandleForWriting.close()
        let lines = await Self.lines(of: pipe)
        #expect(lines.first == "012345678")
        #expect(lines.count == 2 && lines[1].contains("1 log lines dropped"))
        #expect(queue.droppedLines == 1)
    }

    @Test("what cannot be written is counted as dropped, and the queue goes on")
    func unwritable() throws {
        let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        let queue = LogQueue(descriptor: full.fileDescriptor)
        for expected in UInt64(1)...3 {
            queue.add("line\n", Self.line)
            queue.flush(within: .seconds(60))
            #expect(queue.droppedLines == expected)
        }
    }

    @Test("several threads' lines come out whole, each thread's in its order")
    func threads() async throws {
        let pipe = Pipe()
        let queue = LogQueue(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        async let read = Self.lines(of: pipe)
        await withTaskGroup { group in
            for writer in 0..<4 {
                group.addTask { for number in 0..<500 { queue.add("\(writer) \(number)\n", Self.line) } }
            }
        }
        queue.flush(within: .seconds(60))
        try pipe.fileHandleForWriting.close()
        let lines = await read
        for writer in 0..<4 {
            let numbers = lines.filter { $0.hasPrefix("\(writer) ") }
            #expect(numbers == (0..<500).map { "\(writer) \($0)" })
        }
        #expect(lines.count == 2_000)
    }

    @Test("a line is text for people or JSON for machines, and neither is broken by what it tells")
    func forms() {
        let text = Self.line.text(.info, "seated", ["room": "428913577", "why": "a \"b\"\nc"])
        #expect(text.contains(/^\S+Z info seated room=428913577 why="a \\"b\\"\\nc"\n$/))
        let json = LogLine(isJSON: true, label: "plenary").text(.warning, "seated", ["room": "428913577"])
        let end = #""level":"warning","logger":"plenary","message":"seated","room":"428913577"}"#
        #expect(json.hasPrefix(#"{"time":""#) && json.hasSuffix(end + "\n"))
    }
}
