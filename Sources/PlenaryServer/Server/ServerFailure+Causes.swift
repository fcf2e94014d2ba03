// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import SQLiteStore
internal import WebSocketTransport

extension ServerFailure {
    /// A failure of the transport, in words for who starts the server.
    init(_ error: TransportError) {
        switch error {
        case .noListeners:
            self.init(.badConfiguration, "no address to listen on: set listen.tls in the configuration")
        case .addressInvalid(let address):
            self.init(.badConfiguration, "\"\(address)\" is no numeric IPv4 or IPv6 address to listen on")
        case .plainBeyondLoopback(let address, let port):
            let place = "\(address):\(port)"
            self.init(
                .addressRefused,
                "\(place) would serve without TLS beyond this machine: use 127.0.0.1 or listen.tls"
            )
        case .portTaken(let address, let port):
            self.init(.portTaken, "port \(port) of \(address) is taken: stop the other program or set listen.tls")
        case .listenFailed(let address, let port, let reason):
            self.init(.addressRefused, "cannot listen on \(address):\(port): \(reason)")
        case .certificateRefused(let file, let reason):
            self.init(.certificateInvalid, "the certificate or key \(file) cannot be used: \(reason)")
        case .contextCreationFailed:
            self.init(.internalFailure, "libwebsockets cannot start: is the package libwebsockets-evlib-ev installed?")
        }
    }

    /// A failure of the database, in words for who starts the server.
    init(_ error: SQLiteStoreError, _ path: String) {
        switch error.code {
        case .newerVersion(let found, let known):
            let versions = "version \(found), this program knows up to \(known)"
            self.init(
                .databaseNewer,
                "the database \(path) was written by a newer Plenary (\(versions)): update Plenary"
            )
        case .inUse, .busy:
            self.init(.databaseInUse, "the database \(path) is in use by another process: stop that first")
        case .corrupt, .foreign:
            self.init(.databaseDamaged, "\(path) is no sound Plenary database: restore a backup")
        case .full, .unreachable, .conflict, .failed:
            self.init(.dataFolder, "the database \(path) cannot be opened: \(error.cause)")
        }
    }
}
