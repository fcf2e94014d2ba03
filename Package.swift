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
    dependencies: [
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0")
    ],
    targets: [
        // Layer 0: the pure core.
        .target(name: "ConferenceCore", swiftSettings: strict),
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
        // Tests only.
        .target(
            name: "SimulationKit",
            dependencies: ["Broker", "ConferenceCore", "LoopRuntime", "Wire"],
            swiftSettings: strict
        ),
        .testTarget(name: "ConferenceCoreTests", dependencies: ["ConferenceCore"], swiftSettings: strict),
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
    ],
    swiftLanguageModes: [.v6]
)
