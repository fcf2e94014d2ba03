// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker

extension SQLiteStoreError {
    /// The same failure in the words of the ports.
    var storeFailure: StoreFailure {
        StoreFailure(while: self.activity, cause: "\(self.code) (\(self.location)): \(self.cause)")
    }
}
