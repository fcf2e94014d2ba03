// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Broker

extension SQLiteStoreError {
    /// The same failure in the words of the ports.
    public var storeFailure: StoreFailure {
        StoreFailure(while: self.activity, cause: "\(self.code) (\(self.location)): \(self.cause)")
    }
}
