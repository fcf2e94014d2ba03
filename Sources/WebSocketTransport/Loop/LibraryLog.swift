// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import CLibwebsockets
internal import Glibc
internal import LoopRuntime

/// Passes what libwebsockets logs to the observers of all transports: its log belongs to the process, not to a context.
///
/// Clients can make it log (oversized headers, malformed handshakes), so few messages a second pass.
enum LibraryLog {
    static let messagesPerSecondMax = 10

    private struct State {
        var observers: [ObjectIdentifier: any TransportObserver] = [:]
        var second = 0
        var passed = 0
        var dropped = 0
    }

    private static let state = Guarded(State())
    /// Set once for the process.
    private static let isSet: Bool = {
        unsafe lws_set_log_level(CInt(LLL_ERR) | CInt(LLL_WARN), onLibraryMessage)
        return true
    }()

    /// Has `observer` told until ``detach(_:)``.
    static func attach(_ observer: any TransportObserver, of owner: AnyObject) {
        _ = Self.isSet
        Self.state.withLock { $0.observers[ObjectIdentifier(owner)] = observer }
    }

    static func detach(_ owner: ObjectIdentifier) {
        Self.state.withLock { $0.observers[owner] = nil }
    }

    fileprivate static func note(_ message: String) {
        var now = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &now)
        let second = now.tv_sec
        let (observers, dropped) = Self.state.withLock { state -> ([any TransportObserver], Int) in
            if state.second != second {
                state.second = second
                state.passed = 0
            }
            guard state.passed < Self.messagesPerSecondMax else {
                state.dropped += 1
                return ([], 0)
            }
            state.passed += 1
            defer { state.dropped = 0 }
            return (Array(state.observers.values), state.dropped)
        }
        for observer in observers {
            if dropped > 0 { observer.note(.libraryMessagesDropped(dropped)) }
            observer.note(.libraryMessage(message))
        }
    }
}

private func onLibraryMessage(_ level: CInt, _ line: UnsafePointer<CChar>?) {
    guard let line = unsafe line else { return }
    var text = unsafe String(cString: line)
    while text.last?.isNewline == true { text.removeLast() }
    LibraryLog.note(text)
}
