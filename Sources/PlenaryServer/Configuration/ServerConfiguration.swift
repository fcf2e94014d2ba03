// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a server is started with.
///
/// `Config/plenary.yaml` explains every key to those who run it.
public struct ServerConfiguration: Sendable, Equatable {
    public enum LogFormat: String, CaseIterable, Sendable {
        case text
        case json
    }

    /// `host:port` of listeners with TLS.
    public var tlsListeners: [String] = ["0.0.0.0:8443", "[::]:8443"]
    /// `host:port` of listeners without TLS; loopback addresses only.
    public var plainListeners: [String] = []
    public var publicURL = "https://localhost:8443"
    public var allowedOrigins: [String] = []
    public var certificateFile = "Certs/server.crt"
    public var keyFile = "Certs/server.key"
    public var dataFolder = "Data"
    public var nodeNumber: UInt16 = 1
    /// Zero: one for each processor.
    public var loopCount = 0
    public var connectionsMax = 20_000
    public var resumeGrace: Duration = .seconds(120)
    /// Of one room and lane; zero: all at once.
    public var joinsPerSecond = 1_000
    public var accessTokenLife: Duration = .seconds(15 * 60)
    public var refreshTokenLife: Duration = .seconds(30 * 86_400)
    public var passwordSessionLife: Duration = .seconds(12 * 3_600)
    /// Zero: half the processors, at least one.
    public var passwordThreads = 0
    public var passwordQueue = 512
    public var media = MediaConfiguration()
    /// Whether metrics are for everybody, and not for this machine alone.
    public var areMetricsOpen = false
    /// Where the files of the web client are read from; empty: those inside the program.
    public var webFolder = ""
    public var logLevel = "info"
    public var logFormat = LogFormat.text

    public init() {}
}
