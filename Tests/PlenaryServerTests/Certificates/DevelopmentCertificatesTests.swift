// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
import PlenaryServer
import Testing

@Suite("Development certificates")
struct DevelopmentCertificatesTests {
    private static let host = HostNames(
        names: ["node-1", "localhost"],
        addresses: ["127.0.0.1", "::1", "192.0.2.7", "2001:db8::7"]
    )

    /// A folder of certificates that goes away with the test.
    private final class Folder {
        let path = FileManager.default.temporaryDirectory.appending(path: "plenary-\(UUID())/Certs").path

        deinit {
            try? FileManager.default.removeItem(at: URL(filePath: self.path).deletingLastPathComponent())
        }

        func prepare(
            _ host: HostNames = DevelopmentCertificatesTests.host,
            daysAhead: Double = 0
        ) throws -> DevelopmentCertificates.Outcome {
            let now = Date(timeIntervalSinceNow: daysAhead * 86_400)
            return try DevelopmentCertificates(folder: self.path, host: host, now: now).prepare()
        }

        /// The code of the failure that preparing ends with.
        func failure(daysAhead: Double = 0) -> ServerFailure.Code? {
            do {
                _ = try self.prepare(daysAhead: daysAhead)
                return nil
            } catch {
                return (error as? ServerFailure)?.code
            }
        }

        func file(_ name: String) -> String { self.path + "/" + name }

        func contents() throws -> [String: Data] {
            let names = try FileManager.default.contentsOfDirectory(atPath: self.path)
            return Dictionary(uniqueKeysWithValues: names.map { ($0, FileManager.default.contents(atPath: file($0))!) })
        }

        func mode(_ name: String) throws -> Int? {
            let attributes = try FileManager.default.attributesOfItem(atPath: self.file(name))
            return attributes[.posixPermissions] as? Int
        }

        /// Whether OpenSSL's own verifier is content, as a client that trusts the authority.
        func verifies(_ check: String...) throws -> Bool {
            let chain = ["-CAfile", self.file("ca.crt"), "-untrusted", self.file("server.crt")]
            return try self.openssl(
                ["verify", "-x509_strict", "-purpose", "sslserver"] + chain + check + [self.file("server.crt")]
            ).succeeded
        }

        func openssl(_ arguments: [String]) throws -> (succeeded: Bool, output: String) {
            let process = Process()
            let pipe = Pipe()
            process.executableURL = URL(filePath: "/usr/bin/openssl")
            process.arguments = arguments
            process.standardOutput = pipe
            process.standardError = FileHandle.nullDevice
            try process.run()
            let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            return (process.terminationStatus == 0, output)
        }
    }

    @Test("the chain is good for every name and address of the machine and for no other")
    func chain() throws {
        let folder = Folder()
        #expect(try folder.prepare() == .made)
        for name in Self.host.names { #expect(try folder.verifies("-verify_hostname", name), "\(name)") }
        for address in Self.host.addresses { #expect(try folder.verifies("-verify_ip", address), "\(address)") }
        #expect(try !folder.verifies("-verify_hostname", "plenary.example"))
        #expect(try !folder.verifies("-verify_ip", "192.0.2.8"))
    }

    @Test("they are what browsers take: P-256, 397 days, for servers alone")
    func contents() throws {
        let folder = Folder()
        _ = try folder.prepare()
        let server = try folder.openssl(["x509", "-noout", "-text", "-in", folder.file("server.crt")]).output
        for part in ["ASN1 OID: prime256v1", "TLS Web Server Authentication", "CA:FALSE", "ecdsa-with-SHA256"] {
            #expect(server.contains(part), "\(part)")
        }
        let authority = try folder.openssl(["x509", "-noout", "-text", "-in", folder.file("ca.crt")]).output
        for part in ["CN = Plenary development CA node-1", "Certificate Sign\n", "CA:TRUE, pathlen:0"] {
            #expect(authority.contains(part), "\(part)")
        }
        let time = String(Int(Date(timeIntervalSinceNow: 397 * 86_400).timeIntervalSince1970))
        #expect(try !folder.verifies("-verify_hostname", "localhost", "-attime", time))
        let pem = try String(contentsOfFile: folder.file("server.crt"), encoding: .utf8)
        #expect(pem.components(separatedBy: "BEGIN CERTIFICATE").count == 3, "the server's, then the authority's")
    }

    @Test("nobody else may read the keys")
    func permissions() throws {
        let folder = Folder()
        _ = try folder.prepare()
        #expect(try folder.mode("ca.key") == 0o600)
        #expect(try folder.mode("server.key") == 0o600)
        #expect(try Set(folder.contents().keys) == ["ca.crt", "ca.key", "server.crt", "server.key"])
    }

    @Test("a second run changes nothing")
    func again() throws {
        let folder = Folder()
        _ = try folder.prepare()
        let before = try folder.contents()
        #expect(try folder.prepare() == .kept)
        let fewer = HostNames(names: ["localhost"], addresses: ["127.0.0.1"])
        #expect(try folder.prepare(fewer, daysAhead: 366) == .kept)
        #expect(try folder.contents() == before)
    }

    @Test("a new address, an end within a month, or a lost key renews the server certificate under the same authority")
    func renewal() throws {
        let folder = Folder()
        _ = try folder.prepare()
        let authority = try folder.contents().filter { $0.key.hasPrefix("ca.") }
        var moved = Self.host
        moved.addresses.append("198.51.100.3")
        #expect(try !folder.verifies("-verify_ip", "198.51.100.3"))
        #expect(try folder.prepare(moved) == .renewed)
        #expect(try folder.verifies("-verify_ip", "198.51.100.3"))
        #expect(try folder.prepare(moved, daysAhead: 368) == .renewed)
        #expect(try folder.prepare(moved, daysAhead: 368) == .kept)
        try FileManager.default.removeItem(atPath: folder.file("server.key"))
        #expect(try folder.prepare(moved) == .renewed)
        #expect(try folder.verifies("-verify_hostname", "localhost"))
        #expect(try folder.contents().filter { $0.key.hasPrefix("ca.") } == authority)
    }

    @Test("without the authority's key what serves is kept, and what does not waits for somebody to decide")
    func lostAuthority() throws {
        let folder = Folder()
        _ = try folder.prepare()
        try FileManager.default.removeItem(atPath: folder.file("ca.key"))
        #expect(try folder.prepare() == .kept)
        #expect(folder.failure(daysAhead: 380) == .certificateInvalid)
        try FileManager.default.removeItem(atPath: folder.file("ca.crt"))
        #expect(try folder.prepare(daysAhead: 380) == .made)
        let time = String(Int(Date(timeIntervalSinceNow: 381 * 86_400).timeIntervalSince1970))
        #expect(try folder.verifies("-verify_hostname", "localhost", "-attime", time))
    }

    @Test("no key is replaced that was not made here", arguments: ["server", "ca"])
    func foreignKey(name: String) throws {
        let folder = Folder()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        let key = folder.file(name + ".key")
        #expect(try folder.openssl(["genpkey", "-algorithm", "RSA", "-out", key]).succeeded)
        let before = try folder.contents()
        #expect(folder.failure() == (name == "server" ? .certificateMissing : .certificateInvalid))
        #expect(try folder.contents() == before)
        try FileManager.default.moveItem(atPath: key, toPath: folder.file("other.key"))
        #expect(try folder.prepare() == .made)
        try FileManager.default.removeItem(atPath: key)
        try FileManager.default.moveItem(atPath: folder.file("other.key"), toPath: key)
        let mixed = try folder.contents()
        #expect(folder.failure(daysAhead: 380) == .certificateInvalid)
        #expect(try folder.contents() == mixed)
    }

    @Test("an authority of somebody else signs nothing and is not replaced", arguments: [10.0, 3_654.0])
    func foreignAuthority(daysAhead: Double) throws {
        let folder = Folder()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        let made = try folder.openssl(
            ["req", "-x509", "-nodes", "-days", "100", "-subj", "/CN=Example CA", "-newkey", "rsa:2048"]
                + ["-keyout", folder.file("ca.key"), "-out", folder.file("ca.crt")]
        )
        #expect(made.succeeded)
        let before = try folder.contents()
        #expect(folder.failure(daysAhead: daysAhead) == .certificateInvalid)
        #expect(try folder.contents() == before)
    }

    @Test("after ten years there is a new authority")
    func expiredAuthority() throws {
        let folder = Folder()
        _ = try folder.prepare()
        #expect(try folder.prepare(daysAhead: 3_654) == .made)
        #expect(try folder.prepare(daysAhead: 3_654) == .kept)
    }

    @Test("a certificate from anybody else is left alone, whatever it says")
    func foreign() throws {
        let folder = Folder()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        let made = try folder.openssl(
            ["req", "-x509", "-nodes", "-days", "1", "-subj", "/CN=example", "-newkey", "rsa:2048"]
                + ["-keyout", folder.file("server.key"), "-out", folder.file("server.crt")]
        )
        #expect(made.succeeded)
        let before = try folder.contents()
        #expect(try folder.prepare(daysAhead: 10) == .foreign)
        #expect(try folder.contents() == before)
    }

    @Test("a file that holds something else is named, not replaced", arguments: ["server.crt", "server.key"])
    func damaged(name: String) throws {
        let folder = Folder()
        _ = try folder.prepare()
        try "nothing".write(toFile: folder.file(name), atomically: true, encoding: .utf8)
        let failure = #expect(throws: ServerFailure.self) { try folder.prepare() }
        #expect(failure?.code == .certificateInvalid)
        #expect(failure?.message.contains(folder.file(name)) == true)
    }

    @Test("the machine's own names have localhost and both loopback addresses")
    func machine() {
        let host = HostNames.current()
        #expect(host.names.contains("localhost"))
        #expect(host.addresses.prefix(2) == ["127.0.0.1", "::1"])
        #expect(!host.addressesBeyondLoopback.contains("127.0.0.1"))
        #expect(!host.addresses.contains { $0.contains("%") })
    }
}
