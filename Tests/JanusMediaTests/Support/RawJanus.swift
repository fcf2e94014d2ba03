// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
import LoopRuntime
import WebSocketClient

/// A client of Janus's own protocol that waits for each answer on the test's thread.
final class RawJanus: WebSocketOwner {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private struct State {
        var isOpen = false
        var answers: [String: [UInt8]] = [:]
        /// Handles whose media came up, or went.
        var up: Set<Int> = []
        var down: Set<Int> = []
        var transactions = 0
        var socket: WebSocketConnection?
        var session: Int?
    }

    let messageBytesMax = 1 << 22
    private let loop: EventLoopThread
    private let state = Monitor(State())

    init(_ address: WebSocketAddress, in sockets: WebSocketContext) throws {
        self.loop = sockets.loop
        sockets.loop.post {
            let socket = sockets.connect(to: address, subprotocol: "janus-protocol", for: self)
            self.state.change { $0.socket = socket }
        }
        self.state.wait(atMost: .seconds(10)) { $0.isOpen }
        let answer = try self.ask(["janus": "create"])
        let session = (answer["data"] as? [String: Any])?["id"] as? Int
        self.state.change { $0.session = session }
    }

    func close() {
        self.loop.post {
            self.state.change { $0.socket.take() }?.drop()
        }
    }

    func attach() throws -> Int {
        let answer = try self.ask(["janus": "attach", "plugin": "janus.plugin.videoroom", "opaque_id": "test"])
        guard let id = (answer["data"] as? [String: Any])?["id"] as? Int else {
            throw Failure(description: "no handle: \(answer)")
        }
        return id
    }

    /// Asks VideoRoom; gives its data, and the SDP that came with it.
    @discardableResult
    func ask(
        _ body: [String: Any],
        of handle: Int,
        _ description: (type: String, sdp: String)? = nil
    ) throws -> (data: [String: Any], sdp: String?) {
        var message: [String: Any] = ["janus": "message", "handle_id": handle, "body": body]
        if let description { message["jsep"] = ["type": description.type, "sdp": description.sdp] }
        let answer = try self.ask(message)
        guard let data = (answer["plugindata"] as? [String: Any])?["data"] as? [String: Any],
            data["error_code"] == nil
        else { throw Failure(description: "\(body) came to \(answer)") }
        return (data, (answer["jsep"] as? [String: Any])?["sdp"] as? String)
    }

    @discardableResult
    func ask(_ message: [String: Any]) throws -> [String: Any] {
        let transaction = self.state.change { state -> String in
            state.transactions += 1
            return "t\(state.transactions)"
        }
        var message = message
        message["transaction"] = transaction
        message["apisecret"] = JanusServer.apiSecret
        if let session = self.state.change({ $0.session }) { message["session_id"] = session }
        let bytes = Array(try JSONSerialization.data(withJSONObject: message))
        self.loop.post { self.state.change { $0.socket }?.send(bytes) }
        self.state.wait(atMost: .seconds(15)) { $0.answers[transaction] != nil }
        guard let answer = self.state.change({ $0.answers.removeValue(forKey: transaction) }),
            let object = try JSONSerialization.jsonObject(with: Data(answer)) as? [String: Any]
        else { throw Failure(description: "no answer to \(message)") }
        return object
    }

    func waitUntilUp(_ handle: Int) throws {
        self.state.wait(atMost: .seconds(15)) { $0.up.contains(handle) }
        guard self.state.change({ $0.up.contains(handle) }) else {
            throw Failure(description: "the media of handle \(handle) did not come up")
        }
    }

    /// Whether the media of a handle ends within some seconds.
    func goesDown(_ handle: Int) -> Bool {
        self.state.wait(atMost: .seconds(10)) { $0.down.contains(handle) }
        return self.state.change { $0.down.contains(handle) }
    }

    func opened(_ connection: WebSocketConnection) {
        self.state.change { $0.isOpen = true }
    }

    func received(_ message: [UInt8], on connection: WebSocketConnection) {
        guard let object = try? JSONSerialization.jsonObject(with: Data(message)) as? [String: Any] else { return }
        let kind = object["janus"] as? String
        if let transaction = object["transaction"] as? String, kind != "ack" {
            self.state.change { $0.answers[transaction] = message }
        }
        guard let sender = object["sender"] as? Int else { return }
        if kind == "webrtcup" { self.state.change { _ = $0.up.insert(sender) } }
        if kind == "hangup" || kind == "detached" { self.state.change { _ = $0.down.insert(sender) } }
    }

    func closed(_ connection: WebSocketConnection, _ ending: WebSocketEnding) {}
}
