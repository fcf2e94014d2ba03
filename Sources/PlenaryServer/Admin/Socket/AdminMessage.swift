// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

/// The lines on the control socket (JSON-RPC 2.0).
enum AdminMessage {
    /// What one line asks.
    struct Request: JSONDecodable {
        let id: RequestID
        let method: String
        let params: OpaqueJSON

        init(from reader: inout JSONReader) throws(JSONFault) {
            let members = try JSONMembers(from: &reader)
            guard try members.value("jsonrpc", as: String.self) == "2.0" else { throw JSONFault(.invalidValue, at: 0) }
            self.id = try members.value("id")
            self.method = try members.value("method")
            self.params = try members.optional("params") ?? .emptyObject
        }
    }

    /// What one line answers.
    struct Response<Answer: JSONDecodable>: JSONDecodable {
        let result: Result<Answer, ServerFailure>

        init(from reader: inout JSONReader) throws(JSONFault) {
            let members = try JSONMembers(from: &reader)
            if let error = try members.optional("error", as: Failed.self) {
                self.result = .failure(error.failure)
            } else {
                self.result = .success(try members.value("result"))
            }
        }
    }

    private struct Failed: JSONDecodable {
        let failure: ServerFailure

        init(from reader: inout JSONReader) throws(JSONFault) {
            let members = try JSONMembers(from: &reader)
            let name = try members.optional("data", as: FailedData.self)?.code
            let code = ServerFailure.Code.allCases.first { $0.name == name } ?? .internalFailure
            self.failure = ServerFailure(code, try members.value("message"))
        }
    }

    private struct FailedData: JSONDecodable {
        let code: String

        init(from reader: inout JSONReader) throws(JSONFault) {
            self.code = try JSONMembers(from: &reader).value("code")
        }
    }

    static func request<Request: AdminRequest>(_ request: Request) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("jsonrpc", "2.0")
            writer.member("id", 1)
            writer.member("method", Request.method)
            writer.member("params", request)
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    static func response(to id: RequestID, _ result: some JSONEncodable) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("jsonrpc", "2.0")
            writer.member("id", id)
            writer.member("result", result)
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    /// - Parameters:
    ///   - id: Nil when the request could not be read that far.
    ///   - number: Of JSON-RPC, where it has one.
    static func response(to id: RequestID?, _ failure: ServerFailure, number: Int = -32_000) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("jsonrpc", "2.0")
            writer.member("id") { writer in
                if let id { id.write(to: &writer) } else { writer.null() }
            }
            writer.member("error") { writer in
                writer.object { writer in
                    writer.member("code", number)
                    writer.member("message", failure.message)
                    writer.member("data") { $0.object { $0.member("code", failure.code.name) } }
                }
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }
}

extension ServerFailure.Code {
    /// As the control socket writes it.
    var name: String { "\(self)" }
}
