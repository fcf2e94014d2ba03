// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Foundation

/// Where a node keeps its files.
public struct ServerFiles: Sendable, Equatable {
    public let certificate: String
    public let key: String
    public let dataFolder: String

    public var database: String { self.dataFolder + "/plenary.sqlite" }
    public var signingKey: String { self.dataFolder + "/token-signing.pem" }
    public var controlSocket: String { self.dataFolder + "/plenary.sock" }

    /// - Parameter home: Where relative paths start.
    public init(_ configuration: ServerConfiguration, home: String) {
        func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : home + "/" + path }
        self.certificate = absolute(configuration.certificateFile)
        self.key = absolute(configuration.keyFile)
        self.dataFolder = absolute(configuration.dataFolder)
    }

    /// Makes the data folder, which nobody else may enter.
    public func makeDataFolder() throws(ServerFailure) {
        do {
            try FileManager.default.createDirectory(
                atPath: self.dataFolder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            let reason = error.localizedDescription
            throw ServerFailure(.dataFolder, "the data folder \(self.dataFolder) cannot be made: \(reason)")
        }
    }
}
