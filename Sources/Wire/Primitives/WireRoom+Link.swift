// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

extension WireRoom {
    /// The path, beneath the server's address, that leads people into a room: `/r/428913577`.
    public var linkPath: String { "/r/\(self)" }

    /// The room whose link has this path; nil for any other path.
    public init?(linkPath: String) {
        guard linkPath.hasPrefix("/r/") else { return nil }
        self.init(String(linkPath.dropFirst(3)))
    }

    /// What people open in a browser to join the room.
    ///
    /// - Parameter publicURL: Where people find the server, without a slash at its end.
    public func link(under publicURL: String) -> String { publicURL + self.linkPath }
}
