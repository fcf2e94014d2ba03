// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import WebSocketTransport
internal import Wire

extension HTTPRequest {
    /// The body as what `read` reads; refused as `invalid_params` when it is none.
    func body<Body>(
        _ read: (inout JSONReader) throws(JSONFault) -> Body
    ) throws(WireError) -> Body {
        do {
            return try JSONReader.read(self.body, read)
        } catch {
            throw WireError(.invalidParams, details: error.description)
        }
    }

    /// Why a route that takes nothing but what its own pages post does not look at the request; nil when it does.
    var refusalOfPost: HTTPResponse? {
        guard self.method == .post else { return .methodNotAllowed("POST") }
        return self.isFromAllowedOrigin ? nil : .foreignOrigin
    }
}
