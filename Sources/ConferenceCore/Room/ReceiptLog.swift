// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The receipts of the last commands, for those that are sent again.
struct ReceiptLog: Hashable, Sendable {
    private var keys = Fifo<CommandKey>()
    private var receipts: [CommandKey: Receipt] = [:]

    subscript(key: CommandKey) -> Receipt? { self.receipts[key] }

    var count: Int { self.receipts.count }

    /// Oldest first.
    var entries: [(key: CommandKey, receipt: Receipt)] {
        self.keys.elements.compactMap { key in self.receipts[key].map { (key, $0) } }
    }

    mutating func append(_ receipt: Receipt, for key: CommandKey, max: Int) {
        if self.receipts.updateValue(receipt, forKey: key) == nil { self.keys.append(key) }
        while self.keys.count > max, let oldest = self.keys.popFirst() {
            self.receipts[oldest] = nil
        }
    }
}
