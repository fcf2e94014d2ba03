// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// A first start needs TLS before anybody has bought or been given a certificate. So a machine gets an authority of its
// own, which people may trust once, and a server certificate from it for all names and addresses that the machine has.
// Nothing that exists is replaced unless it no longer serves; certificates of anybody else are left alone altogether.

internal import COpenSSL
public import Foundation

/// The certificates with which a machine serves before it has real ones.
public struct DevelopmentCertificates: Sendable {
    /// What was done.
    public enum Outcome: String, Sendable {
        /// An authority and a server certificate.
        case made
        /// The server certificate; the authority is the same, so whoever trusts it need not do anything.
        case renewed
        case kept
        /// The server certificate is not from an authority of ours, and nothing was touched.
        case foreign
    }

    static let authorityName = "Plenary development CA "
    private static let authorityDays = 3_653
    /// The most that browsers take is 398.
    private static let serverDays = 397
    /// A server certificate is renewed so long before it ends, since servers run for weeks after a start.
    private static let renewalDays = 30
    private static let daySeconds: TimeInterval = 86_400
    static let fileBytesMax = 1_048_576

    public let authority: String
    public let authorityKey: String
    /// The server's certificate, then the authority's.
    public let server: String
    public let serverKey: String
    private let folder: String
    private let host: HostNames
    private let now: Date

    public init(folder: String, host: HostNames, now: Date) {
        self.folder = folder
        self.authority = folder + "/ca.crt"
        self.authorityKey = folder + "/ca.key"
        self.server = folder + "/server.crt"
        self.serverKey = folder + "/server.key"
        self.host = host
        self.now = now
    }

    /// Makes what is missing or no longer serves.
    ///
    /// - Throws: ``ServerFailure``: `certificateInvalid` for a file that holds something else, `certificateMissing`
    ///   when a file cannot be written.
    public func prepare() throws(ServerFailure) -> Outcome {
        let present = try self.readCertificate(self.server)
        if let present {
            guard present.issuerCommonName.hasPrefix(Self.authorityName) else { return .foreign }
            if try self.serves(present) { return .kept }
        }
        try self.checkServerKey(of: present)
        try self.makeFolder()
        if let issuer = try self.readIssuer() {
            try self.makeServer(issuer)
            return present == nil ? .made : .renewed
        }
        try self.makeServer(self.makeIssuer())
        return .made
    }

    // MARK: - What is there

    /// Whether clients that trust the authority can go on with `certificate` for a while.
    private func serves(_ certificate: Certificate) throws(ServerFailure) -> Bool {
        let later = self.now.addingTimeInterval(Double(Self.renewalDays) * Self.daySeconds)
        guard let authority = try self.readCertificate(self.authority),
            let key = try self.readKey(self.serverKey)
        else { return false }
        return certificate.isFor(key) && certificate.isSigned(by: authority) && authority.isValid(at: self.now)
            && certificate.isValid(at: self.now) && certificate.isValid(at: later) && certificate.covers(self.host)
    }

    /// Throws when the server's key is not from here, so that making a pair would end somebody's key.
    private func checkServerKey(of certificate: Certificate?) throws(ServerFailure) {
        guard FileManager.default.fileExists(atPath: self.serverKey) else { return }
        guard let certificate else {
            let what = "add \(self.server) or move the key away"
            throw ServerFailure(.certificateMissing, "\(self.serverKey) has no certificate: \(what)")
        }
        if let key = try self.readKey(self.serverKey), !certificate.isFor(key) {
            let what = "put its certificate there or move the key away"
            throw ServerFailure(.certificateInvalid, "\(self.serverKey) is not the key of \(self.server): \(what)")
        }
    }

    /// The authority that signs; nil when a new one takes the place of none, or of one of ours that has ended.
    ///
    /// - Throws: ``ServerFailure`` for what is incomplete or somebody else's: it is neither replaced nor signed with.
    private func readIssuer() throws(ServerFailure) -> Certificate.Issuer? {
        let certificate = try self.readCertificate(self.authority)
        let key = try self.readKey(self.authorityKey)
        guard let certificate else {
            guard key != nil else { return nil }
            throw self.authorityFailure("\(self.authorityKey) has no certificate \(self.authority)")
        }
        guard certificate.commonName.hasPrefix(Self.authorityName) else {
            throw self.authorityFailure("\(self.authority) is no development authority of Plenary")
        }
        if let key, !certificate.isFor(key) {
            throw self.authorityFailure("\(self.authorityKey) is not the key of \(self.authority)")
        }
        if certificate.hasEnded(at: self.now) { return nil }
        guard let key else { throw self.authorityFailure("\(self.authority) has no key \(self.authorityKey)") }
        guard certificate.isValid(at: self.now) else {
            throw self.authorityFailure("\(self.authority) is not valid yet (is the clock right?)")
        }
        return Certificate.Issuer(certificate: certificate, key: key)
    }

    private func authorityFailure(_ what: String) -> ServerFailure {
        let advice = "put the right pair there, or move both files away to have a new authority made"
        return ServerFailure(.certificateInvalid, "\(what): \(advice)")
    }

    private func readCertificate(_ path: String) throws(ServerFailure) -> Certificate? {
        guard let pem = try self.read(path) else { return nil }
        return try Certificate(pem: pem, from: path)
    }

    private func readKey(_ path: String) throws(ServerFailure) -> CertificateKey? {
        guard let pem = try self.read(path) else { return nil }
        return try CertificateKey(pem: pem, from: path)
    }

    private func read(_ path: String) throws(ServerFailure) -> [UInt8]? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path), data.count <= Self.fileBytesMax else {
            throw ServerFailure(.certificateInvalid, "\(path) cannot be read: is it yours, and a file?")
        }
        return Array(data)
    }

    // MARK: - What is made

    private func makeIssuer() throws(ServerFailure) -> Certificate.Issuer {
        let name = Self.authorityName + (self.host.names.first ?? "localhost")
        let key = try CertificateKey()
        let certificate = try Certificate.issue(
            Certificate.Statement(
                commonName: String(name.prefix(Certificate.commonNameMax)),
                notBefore: self.notBefore,
                days: Self.authorityDays,
                extensions: [
                    (NID_basic_constraints, "critical,CA:TRUE,pathlen:0"),
                    (NID_key_usage, "critical,keyCertSign"),
                    (NID_subject_key_identifier, "hash"),
                ]
            ),
            for: key
        )
        try self.write(key.pem(), to: self.authorityKey, mode: 0o600)
        try self.write(certificate.pem(), to: self.authority, mode: 0o644)
        return Certificate.Issuer(certificate: certificate, key: key)
    }

    private func makeServer(_ issuer: Certificate.Issuer) throws(ServerFailure) {
        let names = self.host.names.map { "DNS:\($0)" } + self.host.addresses.map { "IP:\($0)" }
        let key = try CertificateKey()
        let certificate = try Certificate.issue(
            Certificate.Statement(
                commonName: String((self.host.names.first ?? "localhost").prefix(Certificate.commonNameMax)),
                notBefore: self.notBefore,
                days: Self.serverDays,
                extensions: [
                    (NID_basic_constraints, "critical,CA:FALSE"),
                    (NID_key_usage, "critical,digitalSignature"),
                    (NID_ext_key_usage, "serverAuth"),
                    (NID_subject_key_identifier, "hash"),
                    (NID_authority_key_identifier, "keyid"),
                    (NID_subject_alt_name, names.joined(separator: ",")),
                ]
            ),
            for: key,
            by: issuer
        )
        try self.write(key.pem(), to: self.serverKey, mode: 0o600)
        try self.write(certificate.pem() + issuer.certificate.pem(), to: self.server, mode: 0o644)
    }

    /// A little in the past, for clients whose clocks are behind.
    private var notBefore: Date { self.now.addingTimeInterval(-3_600) }

    private func makeFolder() throws(ServerFailure) {
        do {
            try FileManager.default.createDirectory(atPath: self.folder, withIntermediateDirectories: true)
        } catch {
            let reason = error.localizedDescription
            throw ServerFailure(.certificateMissing, "the folder \(self.folder) cannot be made: \(reason)")
        }
    }

    /// Writes under another name first, so that a file of this name is always whole and never readable by others.
    private func write(_ bytes: [UInt8], to path: String, mode: mode_t) throws(ServerFailure) {
        let draft = path + ".new"
        unsafe unlink(draft)
        let file = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard file >= 0 else { throw self.writeFailure(draft) }
        defer { close(file) }
        guard unsafe Foundation.write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0,
            unsafe rename(draft, path) == 0
        else { throw self.writeFailure(path) }
    }

    private func writeFailure(_ path: String) -> ServerFailure {
        let reason = unsafe String(cString: strerror(errno))
        return ServerFailure(.certificateMissing, "\(path) cannot be written: \(reason)")
    }
}
