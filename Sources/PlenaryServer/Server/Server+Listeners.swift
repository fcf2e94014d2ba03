// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Foundation
internal import Glibc
internal import WebSocketTransport

extension Server {
    /// The listeners that a configuration asks for.
    static func listeners(
        of configuration: ServerConfiguration,
        _ files: ServerFiles
    ) throws(ServerFailure) -> [Listener] {
        var listeners: [Listener] = []
        if !configuration.tlsListeners.isEmpty {
            for file in [files.certificate, files.key] where !FileManager.default.fileExists(atPath: file) {
                throw ServerFailure(
                    .certificateMissing,
                    "there is no \(file): `plenary init` makes certificates for a first try, or set tls.certificate"
                )
            }
        }
        let tls = Listener.Security.tls(CertificateFiles(certificateChain: files.certificate, privateKey: files.key))
        for text in configuration.tlsListeners { listeners.append(try self.listener(text, tls, "listen.tls")) }
        // A kernel without IPv6 is no reason not to serve where the default names both families.
        if listeners.count > 1, !Self.hasIPv6 { listeners.removeAll { $0.address == "::" } }
        for text in configuration.plainListeners { listeners.append(try self.listener(text, .plain, "listen.plain")) }
        return listeners
    }

    private static var hasIPv6: Bool {
        let socket = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { return false }
        close(socket)
        return true
    }

    /// Reads `host:port`, `[v6]:port`; the names `localhost` and `*` stand for addresses.
    private static func listener(
        _ text: String,
        _ security: Listener.Security,
        _ key: String
    ) throws(ServerFailure) -> Listener {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw ServerFailure(.badConfiguration, "\(key): \"\(text)\" is not of the form address:port")
        }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        switch host {
        case "localhost": host = "127.0.0.1"
        case "*", "": host = "0.0.0.0"
        default: break
        }
        return Listener(address: host, port: port, security: security)
    }
}
