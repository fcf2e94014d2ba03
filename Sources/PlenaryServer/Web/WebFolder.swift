// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Foundation

/// A folder with the files of the web client, read anew for each request: for those who develop them.
struct WebFolder: Sendable {
    private static let fileBytesMax = 8 << 20

    private let root: URL

    /// - Throws: ``ServerFailure`` with `badConfiguration` when `path` is no folder.
    init(_ path: String) throws(ServerFailure) {
        self.root = URL(filePath: path, directoryHint: .isDirectory).resolvingSymlinksInPath()
        guard (try? self.root.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true else {
            throw ServerFailure(.badConfiguration, "web.dir: there is no folder \(path)")
        }
    }

    /// What the file holds now; nil when there is none, or one that lies outside of the folder.
    func bytes(of path: WebPath) -> [UInt8]? {
        let file = self.root.appending(path: path.text.dropFirst()).resolvingSymlinksInPath()
        guard file.path.hasPrefix(self.root.path(percentEncoded: false)),
            let values = try? file.resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey]),
            values.isRegularFile == true, let size = values.fileSize, size <= Self.fileBytesMax,
            let data = try? Data(contentsOf: file)
        else { return nil }
        return Array(data)
    }
}
