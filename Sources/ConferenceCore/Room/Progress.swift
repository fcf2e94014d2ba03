// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Follows the commands that wait for clients: whoever is asked to be silent counts as done when it reports its
// microphone off, or leaves. Nothing of it is logged: after a restart nobody is told of progress any more, and the
// roster shows who still speaks.

/// Commands under way, oldest first; bounded, and the oldest is given up first.
struct Progress: Hashable, Sendable {
    private struct Item: Hashable {
        let session: SessionID
        let key: String
        var applied: Int
        var pending: Set<Principal>
        /// Whether something happened that was not told yet.
        var isDue = false
    }

    private var items: [Item] = []

    var count: Int { self.items.count }
    /// Everybody that some command waits for.
    var awaited: Set<Principal> { self.items.reduce(into: []) { $0.formUnion($1.pending) } }

    mutating func follow(_ order: ProgressOrder, max: Int) {
        self.items.append(
            Item(session: order.session, key: order.key, applied: order.applied, pending: order.pending)
        )
        if self.items.count > max { self.items.removeFirst(self.items.count - max) }
    }

    /// `principal` is silent, or gone.
    mutating func complied(_ principal: Principal) {
        self.settle(principal, applied: 1)
    }

    /// No order binds `principal` any more: nothing is waited for, and nothing was applied.
    mutating func released(_ principal: Principal) {
        self.settle(principal, applied: 0)
    }

    /// Nobody is there any more to be told about `session`'s commands.
    mutating func left(_ session: SessionID) {
        self.items.removeAll { $0.session == session }
    }

    mutating func takeNotices() -> [ProgressNotice] {
        var notices: [ProgressNotice] = []
        for index in self.items.indices where self.items[index].isDue {
            let item = self.items[index]
            self.items[index].isDue = false
            notices.append(
                ProgressNotice(session: item.session, key: item.key, applied: item.applied, pending: item.pending.count)
            )
        }
        self.items.removeAll { $0.pending.isEmpty }
        return notices
    }

    private mutating func settle(_ principal: Principal, applied: Int) {
        for index in self.items.indices where self.items[index].pending.remove(principal) != nil {
            self.items[index].applied += applied
            self.items[index].isDue = true
        }
    }
}
