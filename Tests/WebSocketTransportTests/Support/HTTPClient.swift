// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Reads bytes of a connection in the portions that a protocol has.
final class TestReader {
    let socket: TestSocket
    private var buffer: [UInt8] = []
    private(set) var isAtEnd = false

    init(_ socket: TestSocket) {
        self.socket = socket
    }

    /// Exactly `count` bytes, or fewer at the end.
    func read(_ count: Int) throws -> [UInt8] {
        while self.buffer.count < count, try self.fill() {}
        let taken = Array(self.buffer.prefix(count))
        self.buffer.removeFirst(taken.count)
        return taken
    }

    /// Up to an empty line, which is not part of the result; nil at the end.
    func readHead() throws -> String? {
        let separator = Array("\r\n\r\n".utf8)
        var from = 0
        while true {
            if self.buffer.count >= 4 {
                for start in from...(self.buffer.count - 4) where Array(self.buffer[start..<start + 4]) == separator {
                    let head = String(decoding: self.buffer[..<start], as: UTF8.self)
                    self.buffer.removeFirst(start + 4)
                    return head
                }
                from = self.buffer.count - 3
            }
            guard try self.fill() else { return nil }
        }
    }

    /// Whether the server ends the connection, whatever it sends before.
    func waitForEnd() throws -> Bool {
        while try self.fill() {}
        return true
    }

    private func fill() throws -> Bool {
        guard !self.isAtEnd else { return false }
        let bytes = try self.socket.receive()
        self.buffer.append(contentsOf: bytes)
        self.isAtEnd = bytes.isEmpty
        return !bytes.isEmpty
    }
}

/// An answer as a client sees it.
struct TestResponse {
    var status: Int
    /// Names in lower case.
    var headers: [String: String]
    var body: [UInt8]

    var text: String { String(decoding: self.body, as: UTF8.self) }
}

/// A client that sends what it is told, correct or not.
final class HTTPClient {
    let socket: TestSocket
    let reader: TestReader

    init(port: UInt16, tls: Bool, address: String = "127.0.0.1", receiveBuffer: Int32? = nil) throws {
        self.socket = try TestSocket(port: port, tls: tls, address: address, receiveBuffer: receiveBuffer)
        self.reader = TestReader(self.socket)
    }

    func request(
        _ method: String,
        _ target: String,
        headers: [String] = [],
        body: [UInt8]? = nil
    ) throws -> TestResponse {
        self.send(method, target, headers: headers, body: body)
        return try self.response(to: method)
    }

    func send(_ method: String, _ target: String, headers: [String] = [], body: [UInt8]? = nil) {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: localhost"] + headers
        if let body { lines.append("Content-Length: \(body.count)") }
        self.socket.send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (body ?? []))
    }

    func response(to method: String) throws -> TestResponse {
        guard let head = try self.reader.readHead() else { throw ClientError.notHTTP("the end") }
        let lines = head.split(separator: "\r\n").map(String.init)
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
            throw ClientError.notHTTP(head)
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.drop { $0 == " " } }
            headers[parts[0].lowercased()] = parts.count > 1 ? String(parts[1]) : ""
        }
        let count = method == "HEAD" ? 0 : headers["content-length"].flatMap { Int($0) } ?? 0
        return TestResponse(status: status, headers: headers, body: try self.reader.read(count))
    }
}
