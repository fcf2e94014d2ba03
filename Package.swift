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
    targets: [
        // Layer 0: the pure core.
        .target(name: "ConferenceCore", swiftSettings: strict),
        .target(name: "Wire", swiftSettings: strict + lifetimes),
        // Layer 1: the runtime.
        .systemLibrary(name: "CLibev", providers: [.apt(["libev-dev"])]),
        .target(name: "LoopRuntime", dependencies: ["CLibev"], swiftSettings: strict),
        .testTarget(name: "ConferenceCoreTests", dependencies: ["ConferenceCore"], swiftSettings: strict),
        .testTarget(name: "WireTests", dependencies: ["Wire"], swiftSettings: strict + lifetimes),
        .testTarget(name: "LoopRuntimeTests", dependencies: ["LoopRuntime"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
