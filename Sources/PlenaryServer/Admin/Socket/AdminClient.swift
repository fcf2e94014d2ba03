// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Foundation
internal import LoopRuntime
internal import Wire

/// The command line's end of the control socket: one command after the other.
public final class AdminClient: Sendable {
    /// Bytes of one answer: the tokens of a hundred thousand accounts fit.
    static let answerBytesMax = 128 << 20

    private let socket: CInt
    private let reader: Guarded<LineReader>

    private init(socket: CInt) {
        self.socket = socket
        self.reader = Guarded(LineReader(socket: socket, bytesMax: Self.answerBytesMax))
    }

    deinit {
        Glibc.close(self.socket)
    }

    /// Connects to the server whose socket is at `path`; nil when none listens there.
    public static func connect(to path: String) throws(ServerFailure) -> AdminClient? {
        let socket = LocalSocket.make()
        guard socket >= 0 else { throw ServerFailure(.internalFailure, "no socket can be made") }
        while true {
            let result = unsafe LocalSocket.withAddress(of: path) { unsafe Glibc.connect(socket, $0, $1) }
            if result == 0 { return AdminClient(socket: socket) }
            let number = result == nil ? ENOENT : errno
            if number == EINTR { continue }
            Glibc.close(socket)
            switch number {
            case ENOENT, ECONNREFUSED, ENOTDIR: return nil
            case EACCES, EPERM:
                let message = "you may not command this server: run this as its own account or as root"
                throw ServerFailure(.notAllowed, message)
            default:
                let reason = unsafe String(cString: strerror(number))
                throw ServerFailure(.serverUnreachable, "the server at \(path) cannot be reached: \(reason)")
            }
        }
    }

    /// Has the server carry out `request`, and waits as long as that takes.
    public func perform<Request: AdminRequest>(_ request: Request) async throws(ServerFailure) -> Request.Answer {
        let line = AdminMessage.request(request)
        guard line.count <= AdminSocket.requestBytesMax else {
            let limit = "a running server takes \(AdminSocket.requestBytesMax) bytes"
            throw ServerFailure(.invalidInput, "\(limit), not \(line.count): split the file, or stop the server first")
        }
        return try await Blocking.run { [self] () throws(ServerFailure) in try self.exchange(line) }
    }

    private func exchange<Answer: JSONDecodable & Sendable>(_ line: [UInt8]) throws(ServerFailure) -> Answer {
        let isSent = LocalSocket.write(line, to: self.socket)
        let answered = self.reader.withLock { $0.next() }
        guard case .line(let bytes) = answered else {
            let doubt = isSent ? ": whether it did what was asked is not known" : ""
            throw ServerFailure(.serverUnreachable, "the server did not answer\(doubt)")
        }
        let response: AdminMessage.Response<Answer>
        do {
            response = try OpaqueJSON(bytes).decoded()
        } catch {
            throw ServerFailure(.serverUnreachable, "the server's answer cannot be read: is it of another version?")
        }
        return try response.result.get()
    }
}
