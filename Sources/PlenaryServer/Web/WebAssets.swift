// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import CWebAssets

/// The files of the web client: those inside the program, or while they are developed those of a folder.
enum WebAssets: Sendable {
    case embedded([WebPath: WebAsset])
    case folder(WebFolder)

    /// What is inside the program; compressed once, when it is first asked for.
    static let inside = Self.embedded(
        Dictionary(
            uniqueKeysWithValues: (0..<plenary_web_asset_count()).map { index in
                let entry = unsafe plenary_web_asset_at(index)
                let text = unsafe String(cString: entry.path)
                guard let path = WebPath(text) else { preconditionFailure("tools/tidy lets no file be called \(text)") }
                let bytes = unsafe [UInt8](UnsafeBufferPointer(start: entry.bytes, count: entry.length))
                return (path, WebAsset(bytes, path.contentType))
            }
        )
    )

    /// Nil when there is no such file.
    subscript(path: WebPath) -> WebAsset? {
        switch self {
        case .embedded(let assets): assets[path]
        case .folder(let folder): folder.bytes(of: path).map { WebAsset($0, path.contentType) }
        }
    }
}
