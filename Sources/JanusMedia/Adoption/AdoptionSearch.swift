// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

/// Looks through Janus's Admin API for what an earlier process left, before a session is made.
///
/// A value that decides; whoever holds it performs what ``takeOutputs()`` gives. Whatever goes wrong, it ends in time:
/// then nothing is adopted.
struct AdoptionSearch: Sendable {
    enum Output: Hashable, Sendable {
        case send([UInt8])
        /// The search is over; nil: nothing is there to go on with.
        case done(Adoption?)
    }

    private enum Question: Hashable {
        case sessions
        case handles(session: UInt64)
        case info(session: UInt64, handle: UInt64)
        /// A session of ours that is not gone on with.
        case destroy(session: UInt64)
    }

    private struct Session {
        var control: UInt64?
        var handles: [FoundHandle] = []
    }

    static let patience: Duration = .seconds(10)
    /// Handles that are looked at; a Janus that has more is somebody else's as well.
    static let handlesMax = 65_536
    /// Questions that wait for answers at the same time.
    private static let openMax = 32

    private let secret: String
    /// What the control handle of an earlier process with the same key is called.
    private let controlName: String
    private let deadlineAt: Duration
    private var isDone = false
    private var nextTransaction: UInt64 = 1
    private var open: [UInt64: Question] = [:]
    private var waiting: [Question] = []
    private var sessions: [UInt64: Session] = [:]
    private var asked = 0
    private var outputs: [Output] = []

    init(secret: String, controlName: String, at now: Duration) {
        self.secret = secret
        self.controlName = controlName
        self.deadlineAt = now + Self.patience
    }

    mutating func takeOutputs() -> [Output] {
        defer { self.outputs = [] }
        return self.outputs
    }

    /// When the search is given up; nil once it is over.
    var deadline: Duration? { self.isDone ? nil : self.deadlineAt }

    // MARK: Inputs

    mutating func opened() {
        self.waiting = [.sessions]
        self.ask()
    }

    mutating func closed() {
        self.end(nil)
    }

    mutating func timePassed(at now: Duration) {
        if self.deadlineAt <= now { self.end(nil) }
    }

    mutating func received(_ bytes: [UInt8]) {
        guard !self.isDone else { return }
        guard let answer = try? AdminAnswer(bytes), let transaction = answer.transaction,
            let question = self.open.removeValue(forKey: transaction)
        else { return self.end(nil) }
        switch question {
        case .sessions:
            guard answer.isSuccess, let sessions = answer.sessions else { return self.end(nil) }
            self.waiting += sessions.sorted().map { .handles(session: $0) }
        case .handles(let session):
            // A session may have ended since.
            self.asked += answer.handles?.count ?? 0
            guard self.asked <= Self.handlesMax else { return self.end(nil) }
            self.waiting += (answer.handles ?? []).sorted().map { .info(session: session, handle: $0) }
        case .info(let session, let handle):
            if let info = answer.info { self.found(handle, in: session, info) }
        case .destroy: break
        }
        self.ask()
    }

    // MARK: Steps

    private mutating func ask() {
        while self.open.count < Self.openMax, !self.waiting.isEmpty {
            let question = self.waiting.removeLast()
            self.open[self.nextTransaction] = question
            self.outputs.append(.send(self.text(of: question)))
            self.nextTransaction += 1
        }
        if self.open.isEmpty, self.waiting.isEmpty { self.finish() }
    }

    private func text(of question: Question) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("transaction", String(self.nextTransaction))
            writer.member("admin_secret", self.secret)
            switch question {
            case .sessions: writer.member("janus", "list_sessions")
            case .handles(let session):
                writer.member("janus", "list_handles")
                writer.member("session_id", session)
            case .info(let session, let handle):
                writer.member("janus", "handle_info")
                writer.member("session_id", session)
                writer.member("handle_id", handle)
            case .destroy(let session):
                writer.member("janus", "destroy_session")
                writer.member("session_id", session)
            }
        }
        return writer.bytes
    }

    private mutating func found(_ handle: UInt64, in session: UInt64, _ info: AdminAnswer.Info) {
        if info.opaqueID == self.controlName {
            self.sessions[session, default: Session()].control = handle
            return
        }
        guard let name = OpaqueName(info.opaqueID) else { return }
        let content: FoundHandle.Content =
            switch (info.type, info.feed) {
            case ("publisher", let feed?) where info.isNegotiated: .publisher(feed: feed, info.streams)
            case ("subscriber", _):
                .subscriber(info.streams, isSettled: info.isAnswered && !info.hasPendingOffer && info.isNegotiated)
            default: .nothing
            }
        let found = FoundHandle(id: handle, name: name, isUp: info.isReady, content: content)
        self.sessions[session, default: Session()].handles.append(found)
    }

    /// Goes on with the session that holds the most; others of ours end.
    private mutating func finish() {
        let ours = self.sessions.filter { $0.value.control != nil }
        let best = ours.max { ($0.value.handles.count, $0.key) < ($1.value.handles.count, $1.key) }
        guard let best, let control = best.value.control else { return self.end(nil) }
        for session in ours.keys.sorted() where session != best.key {
            self.outputs.append(.send(self.text(of: .destroy(session: session))))
            self.nextTransaction += 1
        }
        let handles = best.value.handles.sorted { $0.id < $1.id }
        self.end(Adoption(session: best.key, control: control, handles: handles))
    }

    private mutating func end(_ adoption: Adoption?) {
        guard !self.isDone else { return }
        self.isDone = true
        self.outputs.append(.done(adoption))
    }
}
