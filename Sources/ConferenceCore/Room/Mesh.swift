// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The sessions that send media to one another directly, in the order in which they entered.
public struct Mesh: Hashable, Sendable {
    public struct Member: Hashable, Sendable {
        public let session: SessionID
        public let principal: Principal
        public let name: String
    }

    public private(set) var members: [Member] = []

    init() {}

    public func contains(_ session: SessionID) -> Bool {
        self.members.contains { $0.session == session }
    }

    mutating func entered(_ session: SessionID, _ principal: Principal, name: String) {
        guard !self.contains(session) else { return }
        self.members.append(Member(session: session, principal: principal, name: name))
    }

    mutating func left(_ session: SessionID) {
        self.members.removeAll { $0.session == session }
    }
}
