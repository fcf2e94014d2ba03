// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Foundation

/// Where a node keeps its files.
public struct ServerFiles: Sendable, Equatable {
    public let certificate: String
    public let key: String
    public let dataFolder: String
    /// The web client while it is developed; nil for the one inside the program.
    let webFolder: String?

    public var database: String { self.dataFolder + "/plenary.sqlite" }
    public var signingKey: String { self.dataFolder + "/token-signing.pem" }
    public var invitationKey: String { self.dataFolder + "/invitations.key" }
    public var controlSocket: String { self.dataFolder + "/plenary.sock" }

    /// The sticky bit, as of `/tmp`.
    private static let sharedMode: mode_t = 0o1000

    /// - Parameter home: Where relative paths start.
    public init(_ configuration: ServerConfiguration, home: String) {
        func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : home + "/" + path }
        self.certificate = absolute(configuration.certificateFile)
        self.key = absolute(configuration.keyFile)
        self.dataFolder = absolute(configuration.dataFolder)
        self.webFolder = configuration.webFolder.isEmpty ? nil : absolute(configuration.webFolder)
    }

    /// Makes the data folder, or closes the one that is there: nobody else may enter it.
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
        try self.closeDataFolder()
    }

    /// Shuts others out of a folder that was there before, unless it is somebody else's or one for everybody.
    private func closeDataFolder() throws(ServerFailure) {
        var status = stat()
        guard unsafe stat(self.dataFolder, &status) == 0, status.st_uid == geteuid(),
            status.st_mode & Self.sharedMode == 0, status.st_mode & 0o077 != 0
        else { return }
        guard unsafe chmod(self.dataFolder, 0o700) == 0 else {
            let reason = unsafe String(cString: strerror(errno))
            throw ServerFailure(.dataFolder, "the data folder \(self.dataFolder) cannot be closed to others: \(reason)")
        }
    }
}
