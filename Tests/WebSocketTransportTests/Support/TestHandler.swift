// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import WebSocketTransport
import Wire

/// Stands in for an Edge: greets, echoes, and does what a message asks for.
final class TestHandler: ConnectionHandler {
    enum Event: Equatable {
        case opened(ConnectionID)
        case binary(ConnectionID)
        case drained(ConnectionID)
        case closed(ConnectionID)
    }

    private struct State {
        var events: [Event] = []
        var connections: [ConnectionID: any ClientConnection] = [:]
        var outcomes: [SendOutcome] = []
        var received = 0
    }

    private let state = Guarded(State())
    private let loop: EventLoopThread
    private let firstID: UInt64

    init(loop: EventLoopThread, firstID: UInt64) {
        self.loop = loop
        self.firstID = firstID
    }

    var events: [Event] { self.state.withLock { $0.events } }
    var outcomes: [SendOutcome] { self.state.withLock { $0.outcomes } }
    var received: Int { self.state.withLock { $0.received } }
    var closedCount: Int { self.events.count { if case .closed = $0 { true } else { false } } }
    var drainedCount: Int { self.events.count { if case .drained = $0 { true } else { false } } }
    var openedCount: Int { self.events.count { if case .opened = $0 { true } else { false } } }

    /// Runs `body` on the loop with the connection that was opened last.
    func withLatest(_ body: @escaping @Sendable (any ClientConnection) -> Void) {
        self.loop.post {
            guard case .opened(let id) = self.events.last(where: { if case .opened = $0 { true } else { false } }),
                let connection = self.state.withLock({ $0.connections[id] })
            else { return }
            body(connection)
        }
    }

    func opened(_ connection: any ClientConnection) -> ConnectionID {
        let id = self.state.withLock { state in
            let id = ConnectionID(self.firstID + UInt64(state.events.count))
            state.events.append(.opened(id))
            state.connections[id] = connection
            return id
        }
        _ = connection.send(Frame(Array("hello from \(self.firstID)".utf8)))
        return id
    }

    func received(_ message: [UInt8], on id: ConnectionID) {
        let connection = self.state.withLock { state in
            state.received += 1
            return state.connections[id]
        }
        guard let connection else { return }
        let words = String(decoding: message.prefix(64), as: UTF8.self).split(separator: " ").map(String.init)
        switch words.first {
        case "close": self.close(id, CloseCode(rawValue: UInt16(words[1]) ?? 0) ?? .shuttingDown)
        case "count": _ = connection.send(Frame(Array(String(message.count).utf8)))
        case "flood": self.flood(id, connection, frames: Int(words[1]) ?? 0, bytes: Int(words[2]) ?? 0)
        case "pause": self.pause(connection, milliseconds: Int(words[1]) ?? 0)
        case "closeothers": self.closeOthers(than: id)
        case "peer": _ = connection.send(Frame(Array(connection.remoteAddress.utf8)))
        default: _ = connection.send(Frame(message))
        }
    }

    func receivedBinary(on id: ConnectionID) {
        self.state.withLock { $0.events.append(.binary(id)) }
        self.close(id, .protocolViolation)
    }

    func drained(_ id: ConnectionID) {
        self.state.withLock { $0.events.append(.drained(id)) }
    }

    func closed(_ id: ConnectionID) {
        self.state.withLock { state in
            state.events.append(.closed(id))
            state.connections[id] = nil
        }
    }

    /// As an Edge does it: what is closed is forgotten.
    private func close(_ id: ConnectionID, _ code: CloseCode) {
        self.state.withLock { $0.connections.removeValue(forKey: id) }?.close(code)
    }

    /// As an Edge does it: what overflows is closed.
    private func flood(_ id: ConnectionID, _ connection: any ClientConnection, frames: Int, bytes: Int) {
        let frame = Frame([UInt8](repeating: UInt8(ascii: "x"), count: bytes))
        for _ in 0..<frames {
            let outcome = connection.send(frame)
            self.state.withLock { $0.outcomes.append(outcome) }
            switch outcome {
            case .accepted, .congested: break
            case .overflow: return self.close(id, .slowConsumer)
            case .gone: return
            }
        }
    }

    private func pause(_ connection: any ClientConnection, milliseconds: Int) {
        connection.setReading(false)
        _ = self.loop.schedule(after: .milliseconds(milliseconds)) {
            _ = connection.send(Frame(Array("resumed after \(self.received)".utf8)))
            connection.setReading(true)
        }
    }

    private func closeOthers(than id: ConnectionID) {
        let others = self.state.withLock { $0.connections.keys.filter { $0 != id } }
        for other in others { self.close(other, .shuttingDown) }
    }
}
