// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Failures that are counted over a sliding window: whoever has made too many waits until one more is paid off.
///
/// Virtual scheduling: each failure costs its share of the window, and a debt of more than the window is too much. Of
/// very many keys the one touched least recently is forgotten.
struct FailureDebts: Sendable {
    private let window: Duration
    /// What one failure costs: so long until it is paid off.
    private let price: Duration
    /// When all failures of a key will be paid off.
    private var debts: RecentTable<LimiterKey, Duration>

    init(failuresMax: Int, window: Duration, keysMax: Int) {
        precondition(failuresMax > 0, "A limit allows something")
        self.window = window
        self.price = window / failuresMax
        self.debts = RecentTable(capacity: keysMax)
    }

    /// Keys that are remembered.
    var count: Int { self.debts.count }

    /// How long until there is place for one more failure; nil when there is now.
    func wait(of key: LimiterKey, at now: Duration) -> Duration? {
        guard let debt = self.debts[key] else { return nil }
        let wait = debt + self.price - now - self.window
        return wait > .zero ? wait : nil
    }

    mutating func charge(_ key: LimiterKey, at now: Duration) {
        self.debts[key] = max(self.debts[key] ?? now, now) + self.price
    }
}
