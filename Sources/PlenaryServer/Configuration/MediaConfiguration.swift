// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The media servers that a node works with; `Config/plenary.yaml` explains each key.
public struct MediaConfiguration: Sendable, Equatable {
    /// Where Janus takes its control connection; empty: there is no media server.
    public var janusURL = ""
    public var janusSecret = ""
    /// Where its Admin API is, by which media is found again after a restart of this node; empty: it is not.
    public var janusAdminURL = ""
    public var janusAdminSecret = ""
    /// What the secrets of rooms are derived from.
    public var roomKey = ""
    /// Sessions that publish in one room, those on the Stage not counted.
    public var publishersMax = 100
    public var videoBitsPerSecondMax = 1_500_000
    /// STUN and TURN servers as clients reach them; empty: there are none.
    public var turnURLs: [String] = []
    /// What coturn knows as `static-auth-secret`.
    public var turnSecret = ""
    /// `host:port` of coturn's command line interface; empty: allocations of those removed live on.
    public var turnCLIAddress = ""
    public var turnCLIPassword = ""

    public init() {}

    var hasMediaServer: Bool { !self.janusURL.isEmpty }
}
