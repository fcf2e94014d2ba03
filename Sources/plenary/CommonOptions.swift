// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ArgumentParser
import Foundation
import Logging
import PlenaryServer

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Where relative paths start; the current folder if left out.", valueName: "folder"))
    var home: String?

    @Option(help: ArgumentHelp("The configuration; Config/plenary.yaml at home if left out.", valueName: "file"))
    var config: String?

    var homeFolder: String { self.home ?? FileManager.default.currentDirectoryPath }

    /// Reads the configuration; a file that was not asked for by name may be missing.
    func loadConfiguration(_ overrides: [String: String] = [:]) async throws(ServerFailure) -> ServerConfiguration {
        let standard = self.homeFolder + "/Config/plenary.yaml"
        let file = self.config ?? (FileManager.default.fileExists(atPath: standard) ? standard : nil)
        return try await ConfigurationLoader.load(
            file: file,
            environment: ProcessInfo.processInfo.environment,
            overrides: overrides
        )
    }

    /// Sends all logs of the process to standard error, as the configuration says.
    static func startLogging(_ configuration: ServerConfiguration) -> Logger {
        let isJSON = configuration.logFormat == .json
        StandardErrorLog.processLevel = Logger.Level(rawValue: configuration.logLevel) ?? .info
        LoggingSystem.bootstrap { StandardErrorLog(label: $0, isJSON: isJSON) }
        return Logger(label: "plenary")
    }
}
