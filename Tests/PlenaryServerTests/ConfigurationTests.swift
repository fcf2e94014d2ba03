// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
import PlenaryServer
import Testing

@Suite("Configuration")
struct ConfigurationTests {
    private static let shipped = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Config/plenary.yaml").path

    private func load(
        _ yaml: String,
        environment: [String: String] = [:],
        overrides: [String: String] = [:]
    ) async throws -> ServerConfiguration {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).yaml")
        try yaml.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        return try await ConfigurationLoader.load(file: file.path, environment: environment, overrides: overrides)
    }

    @Test("the file that is shipped says what the defaults are")
    func shippedFile() async throws {
        let configuration = try await ConfigurationLoader.load(file: Self.shipped, environment: [:])
        #expect(configuration == ServerConfiguration())
    }

    @Test("flags go before the environment, and the environment before the file")
    func precedence() async throws {
        let yaml = "log:\n  level: debug\nnode:\n  loops: 2\n"
        #expect(try await self.load(yaml).logLevel == "debug")
        let environment = ["PLENARY_LOG_LEVEL": "error", "PLENARY_NODE_LOOPS": "3"]
        #expect(try await self.load(yaml, environment: environment).loopCount == 3)
        let both = try await self.load(yaml, environment: environment, overrides: ["node.loops": "4"])
        #expect(both.loopCount == 4)
        #expect(both.logLevel == "error")
        let spelled = ["PLENARY_SIGN_IN_PASSWORD_QUEUE": "7"]
        #expect(try await self.load("", environment: spelled).passwordQueue == 7)
    }

    @Test(
        "a mistake in the file is named with its line",
        arguments: [
            ("log:\n  levle: debug\n", ":2: there is no key log.levle"),
            ("node:\n  loops: many\n", ":2: node.loops must be a number"),
            ("node:\n  loops: 65\n", ":2: node.loops must be a number from 0 to 64"),
            ("log:\n  format: xml\n", ":2: log.format may be text, json"),
            ("listen:\n  tls: 8443\n", ":2: listen.tls must be a list"),
            ("listen: [\n", "yaml"),
            ("metrics:\n  open: 1\n", ":2: metrics.open may be true or false"),
            ("public:\n  url: meet.example\n", ":2: public.url must be an address as https://meet.example"),
        ]
    )
    func mistakes(yaml: String, expected: String) async {
        let failure = await #expect(throws: ServerFailure.self) { try await self.load(yaml) }
        #expect(failure?.code == .badConfiguration)
        #expect(failure?.message.contains(expected) == true, "\(failure?.message ?? "")")
    }

    @Test(
        "what is no address alone is no public URL",
        arguments: [
            "", "meet.example", "ftp://meet.example", "https://", "https:///", "https://meet.example/base",
            "https://meet.example//", "https://meet.example?x", "https://meet.example#x", "https://a@meet.example",
            "https://meet.example:0", "https://meet.example:65536", "https://meet.example:", "https://meet example",
        ]
    )
    func badPublicURL(text: String) async {
        let failure = await #expect(throws: ServerFailure.self) {
            try await self.load("", environment: ["PLENARY_PUBLIC_URL": text])
        }
        #expect(failure?.code == .badConfiguration)
        #expect(failure?.message.hasPrefix("public.url must be an address") == true, "\(failure?.message ?? "")")
    }

    @Test("a public URL is kept in one spelling: in lower case, without a slash at its end")
    func publicURL() async throws {
        let shouted = try await self.load("public: {url: \"HTTPS://Meet.Example:8443/\"}")
        #expect(shouted.publicURL == "https://meet.example:8443")
        #expect(try await self.load("public: {url: \"http://[::1]:80\"}").publicURL == "http://[::1]:80")
    }

    @Test("a key that is true or false can be set by file, variable and flag")
    func flags() async throws {
        #expect(try await self.load("metrics: {open: true}").areMetricsOpen)
        #expect(try await self.load("", environment: ["PLENARY_METRICS_OPEN": "true"]).areMetricsOpen)
        #expect(try await self.load("", overrides: ["metrics.open": "true"]).areMetricsOpen)
        let closed = ["PLENARY_METRICS_OPEN": "false"]
        #expect(try await !self.load("metrics: {open: true}", environment: closed).areMetricsOpen)
        await #expect(throws: ServerFailure.self) {
            try await self.load("", environment: ["PLENARY_METRICS_OPEN": "perhaps"])
        }
    }

    @Test("a variable that sets no key is told, and one that sets one is not")
    func unknownVariables() {
        let environment = [
            "PLENARY_SIGN_IN_PASSWORD_QUEUE": "7", "PLENARY_LOG_LEVEL": "info", "PLENARY_LOG_LEVLE": "info",
            "PLENARY_": "", "PATH": "/bin", "PLENARYX": "1",
        ]
        #expect(ConfigurationLoader.unknownVariables(in: environment) == ["PLENARY_", "PLENARY_LOG_LEVLE"])
    }

    @Test("a number in the environment that is none is refused, not ignored")
    func badEnvironment() async {
        await #expect(throws: ServerFailure.self) {
            try await self.load("", environment: ["PLENARY_NODE_LOOPS": "several"])
        }
    }
}
