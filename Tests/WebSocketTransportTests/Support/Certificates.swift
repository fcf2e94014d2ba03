// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
import Glibc
import WebSocketTransport

/// Certificates made for one test run, in a directory of their own.
struct Certificates: Sendable {
    enum Key: String {
        case ec
        case rsa
        /// Too weak for anybody by now.
        case rsaWeak
    }

    let directory: URL

    init() throws {
        self.directory = FileManager.default.temporaryDirectory.appending(path: "plenary-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.directory, withIntermediateDirectories: true)
    }

    func remove() {
        try? FileManager.default.removeItem(at: self.directory)
    }

    /// Makes a self-signed certificate for `localhost`.
    func make(_ name: String, key: Key = .ec) throws -> CertificateFiles {
        let files = self.files(name)
        let algorithm =
            switch key {
            case .ec: ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
            case .rsa: ["-newkey", "rsa:2048"]
            case .rsaWeak: ["-newkey", "rsa:512"]
            }
        try self.openssl(
            ["req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=\(name)"] + algorithm
                + ["-keyout", files.privateKey, "-out", files.certificateChain]
        )
        return files
    }

    func files(_ name: String) -> CertificateFiles {
        CertificateFiles(
            certificateChain: self.directory.appending(path: "\(name).crt").path(),
            privateKey: self.directory.appending(path: "\(name).key").path()
        )
    }

    /// Puts a copy of `source` where `target` is.
    func replace(_ target: CertificateFiles, with source: CertificateFiles) throws {
        for (old, new) in [
            (target.certificateChain, source.certificateChain), (target.privateKey, source.privateKey),
        ] {
            try Data(contentsOf: URL(filePath: new)).write(to: URL(filePath: old))
        }
    }

    /// Not by `Process`, which leaves memory behind that the address sanitizer reports.
    private func openssl(_ arguments: [String]) throws {
        var words: [UnsafeMutablePointer<CChar>?] = unsafe (["openssl"] + arguments).map { unsafe strdup($0) }
        defer { for index in unsafe words.indices { unsafe free(words[index]) } }
        unsafe words.append(nil)
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        var process: pid_t = 0
        guard unsafe posix_spawnp(&process, "openssl", &actions, nil, words, environ) == 0 else {
            throw CocoaError(.executableLoad)
        }
        var status: CInt = 0
        while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else { throw CocoaError(.executableLoad) }
    }
}
