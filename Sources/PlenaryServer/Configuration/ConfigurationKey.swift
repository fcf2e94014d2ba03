// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A key of the configuration: what it may hold, and where its value goes.
///
/// The one table of keys: the file is checked against it, the environment and the command line are read through it, and
/// a test compares it with `Config/plenary.yaml`.
struct ConfigurationKey: Sendable {
    /// What a key may hold.
    enum Kind: Sendable {
        case text
        case texts
        /// Where people find the server, see ``PublicURL``.
        case url
        case integer(ClosedRange<Int>)
        case flag
        case choice([String])
    }

    /// What a key holds.
    enum Value: Sendable, Equatable {
        case text(String)
        case texts([String])
        case integer(Int)
        case flag(Bool)
    }

    let name: String
    let kind: Kind
    let store: @Sendable (Value, inout ServerConfiguration) -> Void

    /// The environment variable that sets this key: `PLENARY_SIGN_IN_PASSWORD_QUEUE`.
    var variable: String {
        var variable = "PLENARY_"
        for character in self.name {
            if character.isUppercase { variable += "_" }
            variable += character == "." ? "_" : character.uppercased()
        }
        return variable
    }

    private static func text(
        _ name: String,
        _ path: any WritableKeyPath<ServerConfiguration, String> & Sendable
    ) -> ConfigurationKey {
        ConfigurationKey(name: name, kind: .text) { value, configuration in
            if case .text(let text) = value { configuration[keyPath: path] = text }
        }
    }

    private static func texts(
        _ name: String,
        _ path: any WritableKeyPath<ServerConfiguration, [String]> & Sendable
    ) -> ConfigurationKey {
        ConfigurationKey(name: name, kind: .texts) { value, configuration in
            if case .texts(let texts) = value { configuration[keyPath: path] = texts }
        }
    }

    private static func integer(
        _ name: String,
        _ range: ClosedRange<Int>,
        _ store: @escaping @Sendable (Int, inout ServerConfiguration) -> Void
    ) -> ConfigurationKey {
        ConfigurationKey(name: name, kind: .integer(range)) { value, configuration in
            if case .integer(let number) = value { store(number, &configuration) }
        }
    }

    static let all: [ConfigurationKey] = [
        .texts("listen.tls", \.tlsListeners),
        .texts("listen.plain", \.plainListeners),
        ConfigurationKey(name: "public.url", kind: .url) { value, configuration in
            if case .text(let url) = value { configuration.publicURL = url }
        },
        .texts("public.origins", \.allowedOrigins),
        .text("tls.certificate", \.certificateFile),
        .text("tls.key", \.keyFile),
        .text("data.folder", \.dataFolder),
        .integer("node.number", 1...65_535) { $1.nodeNumber = UInt16($0) },
        .integer("node.loops", 0...64) { $1.loopCount = $0 },
        .integer("limits.connections", 1...1_000_000) { $1.connectionsMax = $0 },
        .integer("rooms.resumeGraceSeconds", 1...3_600) { $1.resumeGrace = .seconds($0) },
        .integer("rooms.joinsPerSecond", 0...100_000) { $1.joinsPerSecond = $0 },
        .integer("signIn.accessTokenMinutes", 1...1_440) { $1.accessTokenLife = .seconds($0 * 60) },
        .integer("signIn.refreshTokenDays", 1...365) { $1.refreshTokenLife = .seconds($0 * 86_400) },
        .integer("signIn.passwordSessionHours", 1...168) { $1.passwordSessionLife = .seconds($0 * 3_600) },
        .integer("signIn.passwordThreads", 0...64) { $1.passwordThreads = $0 },
        .integer("signIn.passwordQueue", 1...100_000) { $1.passwordQueue = $0 },
        .text("media.janus.url", \.media.janusURL),
        .text("media.janus.apiSecret", \.media.janusSecret),
        .text("media.janus.adminUrl", \.media.janusAdminURL),
        .text("media.janus.adminSecret", \.media.janusAdminSecret),
        .text("media.janus.roomKey", \.media.roomKey),
        .integer("media.publishersPerRoom", 1...5_000) { $1.media.publishersMax = $0 },
        .integer("media.videoKilobitsPerSecond", 64...20_000) { $1.media.videoBitsPerSecondMax = $0 * 1_000 },
        .texts("media.turn.urls", \.media.turnURLs),
        .text("media.turn.secret", \.media.turnSecret),
        .text("media.turn.cliAddress", \.media.turnCLIAddress),
        .text("media.turn.cliPassword", \.media.turnCLIPassword),
        ConfigurationKey(name: "metrics.open", kind: .flag) { value, configuration in
            if case .flag(let isOpen) = value { configuration.areMetricsOpen = isOpen }
        },
        .text("web.dir", \.webFolder),
        ConfigurationKey(
            name: "log.level",
            kind: .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"])
        ) { value, configuration in
            if case .text(let level) = value { configuration.logLevel = level }
        },
        ConfigurationKey(
            name: "log.format",
            kind: .choice(ServerConfiguration.LogFormat.allCases.map(\.rawValue))
        ) { value, configuration in
            guard case .text(let text) = value, let format = ServerConfiguration.LogFormat(rawValue: text) else {
                return
            }
            configuration.logFormat = format
        },
    ]
}
