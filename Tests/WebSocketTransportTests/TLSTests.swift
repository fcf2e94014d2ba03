// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing
import WebSocketTransport

extension TransportTests {
    @Suite("Certificates")
    struct TLSTests {
        @Test("a new certificate is shown to new clients, of whatever key type, and old ones go on")
        func reload() async throws {
            let server = try await TestServer.start(loops: 2)
            let old = try server.connect(tls: true)
            #expect(old.socket.certificateName == "first")
            for (name, key) in [("second", Certificates.Key.rsa), ("third", .ec), ("fourth", .ec), ("fifth", .rsa)] {
                try server.certificates.replace(server.files, with: server.certificates.make(name, key: key))
                try await server.transport.reloadCertificates()
                for _ in 0..<6 { #expect(try server.connect(tls: true).socket.certificateName == name) }
            }
            old.send("still here")
            #expect(try old.readText() == "still here")
            server.stop()
        }

        @Test("a bad pair is refused with its file, and changes nothing")
        func badPair() async throws {
            let server = try await TestServer.start()
            let second = try server.certificates.make("second")
            let rsa = try server.certificates.make("rsa", key: .rsa)
            let first = try server.certificates.make("copy")
            try server.certificates.replace(first, with: server.files)
            for (chain, key, file) in [
                (second.certificateChain, rsa.privateKey, server.files.privateKey),
                (second.certificateChain, first.privateKey, server.files.privateKey),
                (second.privateKey, second.privateKey, server.files.certificateChain),
            ] {
                let pair = CertificateFiles(certificateChain: chain, privateKey: key)
                try server.certificates.replace(server.files, with: pair)
                await #expect {
                    try await server.transport.reloadCertificates()
                } throws: { error in
                    guard case .certificateRefused(let named, let reason)? = error as? TransportError else {
                        return false
                    }
                    return named == file && !reason.isEmpty
                }
                #expect(try server.connect(tls: true).socket.certificateName == "first")
            }
            server.stop()
        }

        @Test("a transport does not start with a certificate that is missing or too weak")
        func badAtStart() async throws {
            let certificates = try Certificates()
            for files in [certificates.files("missing"), try certificates.make("weak", key: .rsaWeak)] {
                await #expect {
                    _ = try await TestServer.start {
                        $0.listeners[0].security = .tls(files)
                    }
                } throws: { error in
                    guard case .certificateRefused(let file, _)? = error as? TransportError else { return false }
                    return file == files.certificateChain
                }
            }
            certificates.remove()
        }

        @Test("two listeners show each its own certificate, whatever host a client names")
        func twoListeners() async throws {
            let certificates = try Certificates()
            let other = try certificates.make("other", key: .rsa)
            let server = try await TestServer.start {
                $0.listeners.append(Listener(address: "127.0.0.1", port: 0, security: .tls(other)))
            }
            let port = server.transport.listeners[2].port
            for name in [nil, "l", "listener", "localhost"] {
                let first = try TestSocket(port: server.port(tls: true), tls: true, serverName: name)
                #expect(first.certificateName == "first")
                let second = try TestSocket(port: port, tls: true, serverName: name)
                #expect(second.certificateName == "other")
            }
            for port in [server.port(tls: true), port] {
                #expect(try WebSocketClient(port: port, tls: true).status == 101)
                #expect(try HTTPClient(port: port, tls: true).request("GET", "/hello").status == 200)
            }
            certificates.remove()
            server.stop()
        }

        @Test("a client that speaks no TLS, or an old one, is turned away and counted")
        func noTLS() async throws {
            let server = try await TestServer.start()
            let http = try HTTPClient(port: server.port(tls: true), tls: false)
            http.send("GET", "/hello")
            #expect(throws: (any Error).self) { try http.response(to: "GET") }
            #expect(throws: ClientError.handshakeFailed) {
                try TestSocket(port: server.port(tls: true), tls: true, isOld: true)
            }
            #expect(await eventually { await server.counters.tlsFailures == 2 })
            #expect(try server.connect(tls: true).socket.certificateName == "first")
            server.stop()
        }
    }
}
