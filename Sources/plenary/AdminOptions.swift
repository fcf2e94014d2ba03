// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ArgumentParser
import Foundation
import PlenaryServer
import Wire

/// What every command about a node takes.
struct AdminOptions: ParsableArguments {
    @OptionGroup var common: CommonOptions

    @Flag(help: "Print one JSON document instead of text.")
    var json = false

    /// Carries `request` out and prints the answer, as JSON or as `text` puts it.
    func perform<Request: AdminRequest>(_ request: Request, _ text: (Request.Answer) -> String) async throws {
        try await self.withAccess { access throws(ServerFailure) in
            let answer = try await access.perform(request)
            self.print(answer, text)
        }
    }

    /// Opens the way in to the node for `body`; a failure becomes a line on standard error and an exit code.
    func withAccess(_ body: (AdminAccess) async throws(ServerFailure) -> Void) async throws {
        do throws(ServerFailure) {
            let configuration = try await self.common.loadConfiguration()
            let access = try AdminAccess.open(configuration, home: self.common.homeFolder)
            defer { access.close() }
            try await body(access)
        } catch {
            throw CommonOptions.exit(error)
        }
    }

    func print<Answer: JSONEncodable>(_ answer: Answer, _ text: (Answer) -> String) {
        if self.json {
            Self.print(bytes: answer.encoded() + [UInt8(ascii: "\n")])
        } else {
            Self.print(bytes: Array((text(answer) + "\n").utf8))
        }
    }

    private static func print(bytes: [UInt8]) {
        FileHandle.standardOutput.write(Data(bytes))
    }
}

extension CommonOptions {
    /// Says what went wrong; throw what is returned to end with its code.
    static func exit(_ failure: ServerFailure) -> ExitCode {
        StandardErrorLog.say("plenary: \(failure.message)")
        return ExitCode(failure.code.rawValue)
    }
}
