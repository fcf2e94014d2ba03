// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation

/// A folder of its own that goes with this value.
final class TemporaryFolder {
    let path: String

    init() throws {
        self.path = FileManager.default.temporaryDirectory.path + "/identity-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: self.path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: self.path)
    }

    var contents: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: self.path) }
    }

    func mode(of name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: self.path + "/" + name)[.posixPermissions] as? Int
    }
}
