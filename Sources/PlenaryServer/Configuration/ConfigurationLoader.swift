// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Configuration
internal import Foundation
internal import SystemPackage
internal import Yams

/// Reads the configuration: defaults, then the file, then the environment, then what the command line says.
///
/// The file is checked as a whole before anything of it counts: an unknown key, a wrong type or a value out of range
/// names its line.
public enum ConfigurationLoader {
    /// - Parameters:
    ///   - file: Nil to read none.
    ///   - environment: Variables that begin with `PLENARY_`.
    ///   - overrides: Values of keys by name, as text; from flags.
    /// - Throws: ``ServerFailure`` with `badConfiguration`.
    public static func load(
        file: String?,
        environment: [String: String],
        overrides: [String: String] = [:]
    ) async throws(ServerFailure) -> ServerConfiguration {
        let isEmpty = try file.map { file throws(ServerFailure) in try !self.check(file) } ?? true
        do {
            var providers: [any ConfigProvider] = [
                InMemoryProvider(values: self.memory(overrides)),
                EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "plenary"),
            ]
            if let file, !isEmpty {
                providers.append(try await FileProvider<YAMLSnapshot>(filePath: FilePath(file)))
            }
            let reader = ConfigReader(providers: providers)
            var configuration = ServerConfiguration()
            for key in ConfigurationKey.all {
                if let value = try self.value(of: key, reader) { key.store(value, &configuration) }
            }
            return configuration
        } catch let failure as ServerFailure {
            throw failure
        } catch {
            throw ServerFailure(.badConfiguration, "the configuration cannot be read: \(error)")
        }
    }

    /// The variables that begin with `PLENARY_` and set no key, in alphabetical order.
    ///
    /// They are no mistake of the configuration: container platforms put some of their own there.
    public static func unknownVariables(in environment: [String: String]) -> [String] {
        let known = Set(ConfigurationKey.all.map(\.variable))
        return environment.keys.filter { $0.hasPrefix("PLENARY_") && !known.contains($0) }.sorted()
    }

    private static func memory(_ overrides: [String: String]) -> [AbsoluteConfigKey: ConfigValue] {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for (name, text) in overrides {
            let key = AbsoluteConfigKey(name.split(separator: ".").map(String.init))
            switch ConfigurationKey.all.first(where: { $0.name == name })?.kind {
            case .integer:
                values[key] =
                    Int(text).map { ConfigValue(.int($0), isSecret: false) }
                    ?? ConfigValue(.string(text), isSecret: false)
            case .texts:
                let parts = text.split(separator: ",").map(String.init)
                values[key] = ConfigValue(.stringArray(parts), isSecret: false)
            case .flag:
                values[key] =
                    Bool(text).map { ConfigValue(.bool($0), isSecret: false) }
                    ?? ConfigValue(.string(text), isSecret: false)
            case .text, .url, .choice, nil: values[key] = ConfigValue(.string(text), isSecret: false)
            }
        }
        return values
    }

    private static func value(of key: ConfigurationKey, _ reader: ConfigReader) throws -> ConfigurationKey.Value? {
        let name = ConfigKey(key.name.split(separator: ".").map(String.init))
        switch key.kind {
        case .text: return reader.string(forKey: name).map { .text($0) }
        case .texts: return reader.stringArray(forKey: name).map { .texts($0) }
        case .url:
            guard let text = reader.string(forKey: name) else { return nil }
            guard let url = PublicURL.checked(text) else { throw self.bad("\(key.name) \(PublicURL.rule)") }
            return .text(url)
        case .flag:
            guard reader.string(forKey: name) != nil || reader.bool(forKey: name) != nil else { return nil }
            guard let flag = reader.bool(forKey: name) else { throw self.bad("\(key.name) may be true or false") }
            return .flag(flag)
        case .choice(let choices):
            guard let text = reader.string(forKey: name) else { return nil }
            guard choices.contains(text) else {
                throw self.bad("\(key.name) is \"\(text)\"; it may be \(choices.joined(separator: ", "))")
            }
            return .text(text)
        case .integer(let range):
            // A number that does not parse must not silently become the default.
            guard reader.string(forKey: name) != nil || reader.int(forKey: name) != nil else { return nil }
            guard let number = reader.int(forKey: name), range.contains(number) else {
                throw self.bad("\(key.name) must be a number from \(range.lowerBound) to \(range.upperBound)")
            }
            return .integer(number)
        }
    }

    private static func bad(_ message: String) -> ServerFailure { ServerFailure(.badConfiguration, message) }

    // MARK: - The file

    /// Checks the whole file: every key is known and holds what it may.
    ///
    /// - Returns: False for a file without any key.
    private static func check(_ file: String) throws(ServerFailure) -> Bool {
        let text: String
        do {
            text = try String(contentsOfFile: file, encoding: .utf8)
        } catch {
            throw self.bad("\(file): cannot be read; name another with --config")
        }
        do {
            guard let root = try Yams.compose(yaml: text), root.null == nil else { return false }
            try self.check(root, prefix: "", file)
            return true
        } catch let failure as ServerFailure {
            throw failure
        } catch let error as YamlError {
            throw self.bad("\(file): \(self.firstLine(of: "\(error)"))")
        } catch {
            throw self.bad("\(file): \(error)")
        }
    }

    private static func firstLine(of text: String) -> String {
        text.split(separator: "\n").first.map(String.init) ?? text
    }

    private static func check(_ node: Node, prefix: String, _ file: String) throws {
        let line = node.mark.map { ":\($0.line)" } ?? ""
        guard let mapping = node.mapping else {
            throw self.bad("\(file)\(line): \(prefix.isEmpty ? "the file" : prefix) must hold keys and values")
        }
        for (nameNode, value) in mapping {
            let line = nameNode.mark.map { ":\($0.line)" } ?? ""
            let name = prefix + (nameNode.string ?? "")
            if let key = ConfigurationKey.all.first(where: { $0.name == name }) {
                try self.check(value, key, "\(file)\(line)")
            } else if ConfigurationKey.all.contains(where: { $0.name.hasPrefix(name + ".") }) {
                try self.check(value, prefix: name + ".", file)
            } else {
                throw self.bad("\(file)\(line): there is no key \(name)")
            }
        }
    }

    private static func check(_ value: Node, _ key: ConfigurationKey, _ place: String) throws {
        switch key.kind {
        case .text:
            guard value.scalar != nil else { throw self.bad("\(place): \(key.name) must be a text") }
        case .url:
            guard let text = value.scalar?.string, PublicURL.checked(text) != nil else {
                throw self.bad("\(place): \(key.name) \(PublicURL.rule)")
            }
        case .texts:
            guard let list = value.sequence, list.allSatisfy({ $0.scalar != nil }) else {
                throw self.bad("\(place): \(key.name) must be a list of texts, as [\"a\", \"b\"]")
            }
        case .integer(let range):
            guard let number = value.int, range.contains(number) else {
                let bounds = "from \(range.lowerBound) to \(range.upperBound)"
                throw self.bad("\(place): \(key.name) must be a number \(bounds)")
            }
        case .flag:
            guard let text = value.scalar?.string, text == "true" || text == "false" else {
                throw self.bad("\(place): \(key.name) may be true or false")
            }
        case .choice(let choices):
            guard let text = value.string, choices.contains(text) else {
                throw self.bad("\(place): \(key.name) may be \(choices.joined(separator: ", "))")
            }
        }
    }
}
