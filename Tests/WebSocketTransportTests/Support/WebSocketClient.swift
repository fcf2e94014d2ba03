// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A WebSocket client that can also do what clients must not.
final class WebSocketClient {
    struct Frame: Equatable {
        var opcode: UInt8
        var payload: [UInt8]

        var text: String { String(decoding: self.payload, as: UTF8.self) }
        /// Of a close frame.
        var closeCode: UInt16? {
            self.opcode == 8 && self.payload.count >= 2 ? UInt16(self.payload[0]) << 8 | UInt16(self.payload[1]) : nil
        }
        var closeReason: String { String(decoding: self.payload.dropFirst(2), as: UTF8.self) }
    }

    /// What the server answered to the request for an upgrade; 101 when all is well.
    let status: Int
    let head: String
    let socket: TestSocket
    private let reader: TestReader

    init(
        port: UInt16,
        tls: Bool,
        path: String = "/ws",
        subprotocol: String? = "plenary.v1",
        upgrade: String = "websocket",
        version: String = "13",
        extra: [String] = [],
        address: String = "127.0.0.1",
        receiveBuffer: Int32? = nil
    ) throws {
        self.socket = try TestSocket(port: port, tls: tls, address: address, receiveBuffer: receiveBuffer)
        self.reader = TestReader(self.socket)
        var lines = [
            "GET \(path) HTTP/1.1", "Host: localhost:\(port)", "Upgrade: \(upgrade)",
            "Connection: keep-alive, Upgrade", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: \(version)",
        ]
        if let subprotocol { lines.append("Sec-WebSocket-Protocol: \(subprotocol)") }
        lines += extra
        self.socket.send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
        self.head = try self.reader.readHead() ?? ""
        self.status = self.head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }

    @discardableResult
    func send(_ text: String) -> Bool { self.socket.send(Self.frame(1, Array(text.utf8))) }

    /// A frame as a client sends it: masked.
    static func frame(_ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true) -> [UInt8] {
        var bytes: [UInt8] = [(isFinal ? 0x80 : 0) | opcode]
        switch payload.count {
        case ..<126: bytes.append(0x80 | UInt8(payload.count))
        case ..<65_536: bytes += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        default: bytes += [0x80 | 127] + (0..<8).map { UInt8(payload.count >> ((7 - $0) * 8) & 0xFF) }
        }
        let mask: [UInt8] = [0x12, 0x34, 0x56, 0x78]
        bytes += mask
        bytes.reserveCapacity(bytes.count + payload.count)
        for (index, byte) in payload.enumerated() { bytes.append(byte ^ mask[index & 3]) }
        return bytes
    }

    /// The next frame; nil at the end of the connection.
    func read() throws -> Frame? {
        let start = try self.reader.read(2)
        guard start.count == 2 else { return nil }
        var count = Int(start[1] & 0x7F)
        if count >= 126 {
            count = try self.reader.read(count == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) }
        }
        let payload = try self.reader.read(count)
        return payload.count == count ? Frame(opcode: start[0] & 0x0F, payload: payload) : nil
    }

    func readText() throws -> String? { try self.read()?.text }

    /// Skips to the close frame, answers it, and checks that the connection then ends.
    func readClose() throws -> Frame? {
        while let frame = try self.read() {
            guard frame.opcode == 8 else { continue }
            self.socket.send(Self.frame(8, Array(frame.payload.prefix(2))))
            return try self.reader.waitForEnd() ? frame : nil
        }
        return nil
    }

    func waitForEnd() throws -> Bool { try self.reader.waitForEnd() }
}
