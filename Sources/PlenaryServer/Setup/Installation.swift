// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Foundation

/// Makes everything that a first start needs, and nothing twice: data folder, certificates, database, demonstration.
public struct Installation: Sendable {
    /// What was found and done.
    public struct Report: Sendable {
        /// Nil when the configuration names other certificates than the development ones, which are left to whoever
        /// chose them.
        public let certificates: DevelopmentCertificates.Outcome?
        /// The certificate that clients have to trust when the development certificates are in use.
        public let authority: String
        /// Tells that certificate from any other (``DevelopmentAuthority/fingerprint``); nil when none is in use.
        public let authorityFingerprint: String?
        public let certificate: String
        public let dataFolder: String
        public let database: String
        public let databaseIsNew: Bool
        /// The accounts that were made to try the server with; nil when none were.
        public let demo: CreatedDemo?
    }

    private let configuration: ServerConfiguration
    private let home: String
    private let files: ServerFiles
    private let host: HostNames
    private let now: Date

    /// - Parameters:
    ///   - home: Where relative paths of the configuration start.
    ///   - host: What the certificates shall be good for.
    public init(_ configuration: ServerConfiguration, home: String, host: HostNames = .current(), now: Date) {
        self.configuration = configuration
        self.home = home
        self.files = ServerFiles(configuration, home: home)
        self.host = host
        self.now = now
    }

    /// Does it, through the server when one runs.
    ///
    /// - Parameter withDemo: Whether an empty directory gets an organisation and accounts to try the server with.
    /// - Throws: ``ServerFailure``; what was made before stays, and the next attempt goes on from there.
    public func prepare(withDemo: Bool) async throws(ServerFailure) -> Report {
        try self.files.makeDataFolder()
        let folder = URL(filePath: self.files.certificate).deletingLastPathComponent().path
        let certificates = DevelopmentCertificates(folder: folder, host: self.host, now: self.now)
        let outcome = self.usesDevelopmentCertificates ? try certificates.prepare() : nil
        let isNew = !FileManager.default.fileExists(atPath: self.files.database)
        let access = try AdminAccess.open(self.configuration, home: self.home)
        defer { access.close() }
        var demo: CreatedDemo?
        if withDemo, try await access.perform(ListUnits()).units.isEmpty {
            demo = try await access.perform(CreateDemoOrganisation())
        }
        return Report(
            certificates: outcome,
            authority: certificates.authority,
            authorityFingerprint: outcome.flatMap { _ in
                DevelopmentAuthority(ofServerCertificate: self.files.certificate)?.fingerprint
            },
            certificate: self.files.certificate,
            dataFolder: self.files.dataFolder,
            database: self.files.database,
            databaseIsNew: isNew,
            demo: demo
        )
    }

    private var usesDevelopmentCertificates: Bool {
        let standard = ServerConfiguration()
        return self.configuration.certificateFile == standard.certificateFile
            && self.configuration.keyFile == standard.keyFile
    }
}
