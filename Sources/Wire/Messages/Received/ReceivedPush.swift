// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A push of a server, as a client reads it: enough to keep offsets, the rest when asked for.
public struct ReceivedPush: Hashable, Sendable {
    public let method: String
    /// Where the push belongs; nil for `server.hello` and whatever else belongs to no stream.
    public let header: PushHeader?
    public let params: OpaqueJSON

    /// The push itself; nil for a method that this version of the protocol does not have, which a client passes over.
    public func decoded() throws(JSONFault) -> ServerPush? {
        guard let method = PushMethod(name: self.method) else { return nil }
        return try ServerPush(method, params: self.params)
    }
}

extension ReceivedPush {
    /// Looks for a header in `params`.
    init(method: String, params: OpaqueJSON) {
        self.method = method
        self.params = params
        self.header = try? params.decoded(as: PushHeader.self)
    }
}
