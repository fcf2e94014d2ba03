// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation

/// How many seeds the property tests of this target try.
enum Seeds {
    /// From the environment variable `PLENARY_SEEDS`; the default keeps a debug run at about two seconds.
    static let count = ProcessInfo.processInfo.environment["PLENARY_SEEDS"].flatMap(Int.init) ?? 24

    static var all: Range<UInt64> { 1..<UInt64(max(1, Self.count)) + 1 }
}
