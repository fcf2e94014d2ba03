// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Dispatch
internal import Foundation
internal import Logging
internal import LoopRuntime

/// The server's end of the command line: JSON-RPC 2.0, one message a line, on a Unix socket in the data folder.
///
/// The file has mode 0600, and who connects must be the server's own account or root. One thread listens and each
/// connection has one, so nothing here blocks a loop.
final class AdminSocket: Sendable {
    /// Bytes of a request: an import of some ten thousand accounts.
    static let requestBytesMax = 1 << 20
    static let connectionsMax = 8
    /// Bytes that are read and thrown away after a request that was too long.
    static let drainedBytesMax = 16 << 20
    /// How long a connection may say nothing.
    static let idleSecondsMax = 60
    /// How long one may not read its answer.
    static let sendSecondsMax = 30
    /// How long commands under way may hold up the end of the server.
    static let stopSecondsMax = 10

    private struct State {
        var connections: Set<CInt> = []
        var isStopping = false
    }

    private let path: String
    private let listener: CInt
    private let service: AdminService
    private let logger: Logger
    private let state = Guarded(State())
    /// Entered by the thread that listens and by each connection.
    private let threads = DispatchGroup()

    /// Takes the socket's place; a file that a dead server left behind is replaced.
    ///
    /// Only for who holds the lock of the database: no other server can be alive then.
    init(path: String, service: AdminService, logger: Logger) throws(ServerFailure) {
        self.path = path
        self.service = service
        self.logger = logger
        self.listener = try Self.listen(at: path)
    }

    private static func listen(at path: String) throws(ServerFailure) -> CInt {
        func failure(_ activity: String) -> ServerFailure {
            let reason = unsafe String(cString: strerror(errno))
            return ServerFailure(.dataFolder, "the control socket \(path) cannot be \(activity): \(reason)")
        }
        var status = stat()
        if unsafe lstat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFSOCK else {
                throw ServerFailure(.dataFolder, "\(path) is no socket: move it out of the way")
            }
            guard unsafe unlink(path) == 0 else { throw failure("replaced") }
        }
        let listener = LocalSocket.make()
        guard listener >= 0 else { throw failure("made") }
        let bound = unsafe LocalSocket.withAddress(of: path) { unsafe bind(listener, $0, $1) }
        // Nobody can connect before `listen`, so there is no moment in which others may.
        guard bound == 0, unsafe chmod(path, 0o600) == 0, Glibc.listen(listener, CInt(Self.connectionsMax)) == 0 else {
            let failed = failure("made")
            close(listener)
            throw failed
        }
        return listener
    }

    /// Begins to answer.
    func start() {
        self.threads.enter()
        Thread.detachNewThread { self.acceptAll() }
    }

    /// Removes the socket and lets commands under way end, for a while.
    ///
    /// Blocks; a second call changes nothing.
    func stop() {
        let isFirst = self.state.withLock { state in
            guard !state.isStopping else { return false }
            state.isStopping = true
            // Answers still go out; nothing more is read.
            for connection in state.connections { shutdown(connection, CInt(SHUT_RD)) }
            return true
        }
        guard isFirst else { return }
        unsafe unlink(self.path)
        shutdown(self.listener, CInt(SHUT_RDWR))
        if self.threads.wait(timeout: .now() + .seconds(Self.stopSecondsMax)) == .timedOut {
            self.logger.warning("a command was still under way when the server stopped")
        }
        close(self.listener)
    }

    // MARK: Threads

    private func acceptAll() {
        defer { self.threads.leave() }
        while !self.state.withLock({ $0.isStopping }) {
            let connection = accept(self.listener, nil, nil)
            if connection >= 0 {
                _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
                self.admit(connection)
            } else if ![EINTR, ECONNABORTED].contains(errno) {
                guard !self.state.withLock({ $0.isStopping }) else { return }
                self.logger.error("the control socket accepts nobody", metadata: ["errno": "\(errno)"])
                usleep(100_000)  // Out of descriptors, most likely: others will be given back.
            }
        }
    }

    private func admit(_ connection: CInt) {
        LocalSocket.limitWaits(connection, receiveSeconds: Self.idleSecondsMax, sendSeconds: Self.sendSecondsMax)
        guard let account = LocalSocket.accountOfOtherEnd(connection), account == geteuid() || account == 0 else {
            self.logger.warning("the control socket refused a stranger")
            return self.turnAway(
                connection,
                ServerFailure(.notAllowed, "only the server's own account and root may command it")
            )
        }
        let isAdmitted = self.state.withLock { state in
            guard !state.isStopping, state.connections.count < Self.connectionsMax else { return false }
            state.connections.insert(connection)
            return true
        }
        guard isAdmitted else {
            return self.turnAway(connection, ServerFailure(.serverUnreachable, "too many commands at once: try again"))
        }
        self.threads.enter()
        Thread.detachNewThread {
            self.serve(connection, account)
            self.state.withLock { _ = $0.connections.remove(connection) }
            close(connection)
            self.threads.leave()
        }
    }

    private func turnAway(_ connection: CInt, _ failure: ServerFailure) {
        _ = LocalSocket.write(AdminMessage.response(to: nil, failure), to: connection)
        close(connection)
    }

    private func serve(_ connection: CInt, _ account: uid_t) {
        let dispatch = AdminDispatch(self.service, account: SystemAccount.name(of: account), logger: self.logger)
        var reader = LineReader(socket: connection, bytesMax: Self.requestBytesMax)
        while true {
            switch reader.next() {
            case .line(let line):
                guard LocalSocket.write(Self.wait { await dispatch.answer(line) }, to: connection) else { return }
            case .tooLong:
                let failure = ServerFailure(.invalidInput, "a request has at most \(Self.requestBytesMax) bytes")
                _ = LocalSocket.write(AdminMessage.response(to: nil, failure), to: connection)
                // What is left unread would turn the close into a reset, and the answer would be lost.
                shutdown(connection, CInt(SHUT_WR))
                reader.drain(limit: Self.drainedBytesMax)
                return
            case .end: return
            }
        }
    }

    /// Waits on this thread, which is the connection's own, for what a task does.
    private static func wait(_ body: @escaping @Sendable () async -> [UInt8]) -> [UInt8] {
        let (answer, done) = (Guarded<[UInt8]>([]), DispatchSemaphore(value: 0))
        Task {
            let bytes = await body()
            answer.withLock { $0 = bytes }
            done.signal()
        }
        done.wait()
        return answer.withLock { $0 }
    }
}
