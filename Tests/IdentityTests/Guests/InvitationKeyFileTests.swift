// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
import Testing

@testable import Identity

@Suite
struct InvitationKeyFileTests {
    @Test("the key's file is made on first use, for the server alone, and is the same ever after")
    func file() throws {
        let folder = try TemporaryFolder()
        let file = InvitationKeyFile(path: folder.path + "/invitations.key")
        let first = try file.load()
        #expect(first.bytes.count == 32)
        #expect(try file.load().bytes == first.bytes)
        #expect(try folder.contents == ["invitations.key"])
        #expect(try folder.mode(of: "invitations.key") == 0o600)
        let other = InvitationKeyFile(path: folder.path + "/other.key")
        #expect(try other.load().bytes != first.bytes)
    }

    @Test("a key that others may read is not used, and the failure says what to do")
    func readableFile() throws {
        let folder = try TemporaryFolder()
        let file = InvitationKeyFile(path: folder.path + "/invitations.key")
        _ = try file.load()
        let result = unsafe chmod(file.path, 0o604)
        #expect(result == 0)
        let failure = #expect(throws: IdentityFailure.self) { try file.load() }
        #expect(failure?.description.contains("opening the invitation key \(file.path)") == true)
        #expect(failure?.cause.contains("chmod 600") == true)
    }

    @Test(
        "a file that is no key is left as it is, and the failure says what comes of removing it",
        arguments: [0, 31, 33]
    )
    func otherLength(count: Int) throws {
        let folder = try TemporaryFolder()
        let file = InvitationKeyFile(path: folder.path + "/invitations.key")
        let bytes = Data(repeating: 7, count: count)
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        #expect(FileManager.default.createFile(atPath: file.path, contents: bytes, attributes: attributes))
        let failure = #expect(throws: IdentityFailure.self) { try file.load() }
        #expect(failure?.code == .file)
        #expect(failure?.cause.hasPrefix("it holds \(count) bytes, not 32; ") == true)
        #expect(FileManager.default.contents(atPath: file.path) == bytes)
    }

    @Test("servers that start at once in one folder get one key")
    func race() async throws {
        let folder = try TemporaryFolder()
        let file = InvitationKeyFile(path: folder.path + "/invitations.key")
        let keys = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<8 { group.addTask { try file.load().bytes } }
            return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
        }
        #expect(keys.count == 1)
        #expect(try folder.contents == ["invitations.key"])
    }
}
