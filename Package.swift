// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import PackageDescription

/// Every Swift target builds with these; a target may add, never remove.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// `Wire` alone keeps a `Span` in a reader that cannot escape.
let lifetimes: [SwiftSetting] = [.enableExperimentalFeature("Lifetimes")]

let package = Package(
    name: "plenary",
    products: [
        .executable(name: "plenary", targets: ["plenary"]),
        .executable(name: "plenary-load", targets: ["plenary-load"]),
        .library(name: "PlenaryClient", targets: ["PlenaryClient"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // Layer 0: the pure core.
        .target(name: "ConferenceCore", swiftSettings: strict),
        .target(name: "DirectoryCore", swiftSettings: strict),
        .target(name: "Wire", swiftSettings: strict + lifetimes),
        // Layer 1: the runtime.
        .systemLibrary(name: "CLibev", providers: [.apt(["libev-dev"])]),
        .target(name: "LoopRuntime", dependencies: ["CLibev"], swiftSettings: strict),
        // Layer 2: the application.
        .target(
            name: "Broker",
            dependencies: [
                "ConferenceCore", "LoopRuntime", "Wire",
                .product(name: "DequeModule", package: "swift-collections"),
            ],
            swiftSettings: strict
        ),
        // Layer 3: the adapters.
        .systemLibrary(
            name: "CLibwebsockets",
            pkgConfig: "libwebsockets",
            providers: [.apt(["libwebsockets-dev", "libwebsockets-evlib-ev"])]
        ),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CQrencode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // The web client: `assets.c` takes the files under `web` into the program; tools/web-assets writes it.
        .target(name: "CWebAssets", exclude: ["tsconfig.json", "web"]),
        .target(
            name: "WebSocketTransport",
            dependencies: ["Broker", "CLibwebsockets", "COpenSSL", "ConferenceCore", "LoopRuntime", "Wire"],
            swiftSettings: strict
        ),
        .target(
            name: "SQLiteStore",
            dependencies: [
                "Broker", "ConferenceCore", "DirectoryCore", "LoopRuntime",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Identity",
            dependencies: [
                "Broker", "ConferenceCore", "COpenSSL", "CSodium", "DirectoryCore", "LoopRuntime", "Wire",
            ],
            swiftSettings: strict
        ),
        .target(
            name: "TURNCredentials",
            dependencies: ["Broker", "COpenSSL", "ConferenceCore", "LoopRuntime"],
            swiftSettings: strict
        ),
        // Below the adapters that connect to a server, and below our own client.
        .target(
            name: "WebSocketClient",
            dependencies: ["CLibwebsockets", "COpenSSL", "LoopRuntime"],
            swiftSettings: strict
        ),
        .target(
            name: "JanusMedia",
            dependencies: ["Broker", "COpenSSL", "ConferenceCore", "LoopRuntime", "WebSocketClient", "Wire"],
            swiftSettings: strict
        ),
        // Layer 4: the composition.
        .target(
            name: "PlenaryServer",
            dependencies: [
                "Broker", "COpenSSL", "CQrencode", "CWebAssets", "CZlib", "ConferenceCore", "DirectoryCore", "Identity",
                "JanusMedia", "LoopRuntime", "SQLiteStore", "TURNCredentials", "WebSocketClient", "WebSocketTransport",
                "Wire",
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "plenary",
            dependencies: [
                "PlenaryServer", "Wire",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        // Beside the server: the client.
        .target(
            name: "PlenaryClient",
            dependencies: ["LoopRuntime", "WebSocketClient", "Wire"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "plenary-load",
            dependencies: [
                "LoopRuntime", "PlenaryClient", "Wire",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),
        // Tests only.
        .target(
            name: "SimulationKit",
            dependencies: ["Broker", "ConferenceCore", "LoopRuntime", "Wire"],
            swiftSettings: strict
        ),
        .testTarget(name: "ConferenceCoreTests", dependencies: ["ConferenceCore"], swiftSettings: strict),
        .testTarget(name: "DirectoryCoreTests", dependencies: ["DirectoryCore"], swiftSettings: strict),
        .testTarget(name: "WireTests", dependencies: ["Wire"], swiftSettings: strict + lifetimes),
        .testTarget(name: "LoopRuntimeTests", dependencies: ["LoopRuntime"], swiftSettings: strict),
        .testTarget(
            name: "BrokerTests",
            dependencies: ["Broker", "ConferenceCore", "LoopRuntime", "SimulationKit", "Wire"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SimulationTests",
            dependencies: ["Broker", "ConferenceCore", "LoopRuntime", "SimulationKit", "Wire"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "WebSocketTransportTests",
            dependencies: ["Broker", "COpenSSL", "ConferenceCore", "LoopRuntime", "WebSocketTransport", "Wire"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SQLiteStoreTests",
            dependencies: [
                "Broker", "ConferenceCore", "DirectoryCore", "LoopRuntime", "SQLiteStore", "SimulationKit",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "IdentityTests",
            dependencies: ["Broker", "ConferenceCore", "Identity", "LoopRuntime", "Wire"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TURNCredentialsTests",
            dependencies: ["Broker", "ConferenceCore", "LoopRuntime", "TURNCredentials"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "JanusMediaTests",
            dependencies: [
                "Broker", "ConferenceCore", "JanusMedia", "LoopRuntime", "SimulationKit", "WebSocketClient", "Wire",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PlenaryServerTests",
            dependencies: [
                "Broker", "CWebAssets", "CZlib", "ConferenceCore", "DirectoryCore", "Identity", "LoopRuntime",
                "PlenaryServer", "SQLiteStore", "WebSocketTransport", "Wire",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PlenaryClientTests",
            dependencies: [
                "LoopRuntime", "PlenaryClient", "PlenaryServer", "Wire",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c2x
)
