// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import DirectoryCore
public import Wire

/// Something that the command line asks of a node, and its answer.
///
/// The same values travel as `params` and `result` of `admin.*` over the server's Unix socket.
public protocol AdminRequest: JSONEncodable, JSONDecodable, Sendable {
    associatedtype Answer: JSONEncodable & JSONDecodable & Sendable

    /// `admin.*`.
    static var method: String { get }

    /// Does it; what blocks happens on threads of its own.
    func perform(on service: AdminService, by actor: AuditActor) async throws(ServerFailure) -> Answer
}
