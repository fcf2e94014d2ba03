// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Why no storm could be made, as a sentence.
struct LoadFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
